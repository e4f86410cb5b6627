package io.countersign.radius.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import io.countersign.policy.DialIn;
import io.countersign.policy.Groups;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.identity.User;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.StoreException;
import io.countersign.radius.store.StoreSettings;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin does to a user's second factors is never unknown to both the change log and whoever did it. */
final class FactorsTest {
    private static final User ALICE = new User(
            "local:1",
            "local",
            "alice",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Groups.NONE,
            DialIn.ABSENT,
            User.AccountState.ACTIVE,
            Map.of());

    @TempDir
    private Path folder;

    private final Tokens tokens = new Tokens();
    private Store store;
    private Factors factors;

    @BeforeEach
    void open() {
        var settings = new StoreSettings.Sqlite(folder.resolve("countersign.db"), folder.resolve("store.key"));
        Store.create(settings);
        store = Store.open(settings, InstantSource.system());
        factors = new Factors(
                List.of(), Map.of("totp", new Provider("totp", tokens, Set.of())), store.changes(), Author.PROGRAM);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothingIsDoneWhileTheChangeLogCannotBeWritten() {
        damageTheLog();
        var held = new Factors.Held("totp", tokens.credential());

        assertThatThrownBy(() -> factors.enroll(ALICE, "totp", Optional.empty()))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> factors.revoke(ALICE, held)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> factors.unlock(ALICE, held)).isInstanceOf(StoreException.class);

        assertThat(tokens.calls).isZero();
    }

    @Test
    void whatWasEnrolledIsToldEvenIfItCannotBeNoted() {
        tokens.meanwhile = this::damageTheLog;

        assertThat(factors.enroll(ALICE, "totp", Optional.empty()).uri()).contains("otpauth://x");

        assertThat(factors.unnoted()).singleElement().asString().contains("+ totp T1 of alice", "was done");
    }

    @Test
    void whatWasDoneIsNoted() {
        factors.enroll(ALICE, "totp", Optional.empty());

        assertThat(factors.unnoted()).isEmpty();
        assertThat(store.changes().newest(Set.of(), 2))
                .extracting(Change::user)
                .containsExactly(Optional.of("local:1"));
    }

    private void damageTheLog() {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("countersign.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE store_state SET change_head = x'00'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Gives whoever asks a token. */
    private static final class Tokens implements MfaProvider, Enrolling {
        private Runnable meanwhile = () -> {};
        private int calls;

        Credential credential() {
            return new Credential("T1", "a token", Instant.EPOCH, Optional.empty(), Optional.empty());
        }

        @Override
        public Set<Interaction> interactions() {
            return Set.of();
        }

        @Override
        public MfaOutcome begin(MfaRequest request) {
            throw new AssertionError("nobody logs in here");
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
            throw new AssertionError("nobody logs in here");
        }

        @Override
        public Optional<Enrolling> enrolling() {
            return Optional.of(this);
        }

        @Override
        public List<Credential> credentials(MfaUser user) {
            return List.of(credential());
        }

        @Override
        public Enrolled enroll(MfaUser user, Optional<String> secret) {
            calls++;
            meanwhile.run();
            return new Enrolled(credential(), Optional.of("otpauth://x"));
        }

        @Override
        public boolean revoke(MfaUser user, String credentialId) {
            calls++;
            return true;
        }

        @Override
        public boolean unlock(MfaUser user, String credentialId) {
            calls++;
            return true;
        }
    }
}
