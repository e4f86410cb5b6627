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

        assertThatThrownBy(() -> offer()).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> factors.keep(ALICE, "totp", tokens)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> factors.revoke(ALICE, held)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> factors.unlock(ALICE, held)).isInstanceOf(StoreException.class);

        assertThat(tokens.calls).isZero();
    }

    @Test
    void whatWasEnrolledIsToldEvenIfItCannotBeNoted() {
        tokens.meanwhile = this::damageTheLog;

        assertThat(factors.keep(ALICE, "totp", offer()).credential()).isEqualTo(tokens.credential());

        assertThat(factors.unnoted()).singleElement().asString().contains("+ totp T1 of alice", "was done");
    }

    @Test
    void whatWasDoneIsNoted() {
        tokens.weaknesses = List.of("a secret of 10 octets");
        tokens.replaced = List.of(
                new Enrolling.Credential("T0", "an old token", Instant.EPOCH, Optional.empty(), Optional.empty()));
        factors.keep(ALICE, "totp", offer());

        assertThat(factors.unnoted()).isEmpty();
        var change = store.changes().newest(Set.of(), 2);
        assertThat(change).extracting(Change::user).containsExactly(Optional.of("local:1"));
        assertThat(change.getFirst().deed().lines()).containsExactly("+ totp T1 of alice", "- totp T0 of alice");
        assertThat(change.getFirst().deed().weaker()).containsExactly("totp T1 of alice: a secret of 10 octets");
    }

    @Test
    void unlockingIsWeakerOnlyWhereSomethingWasLocked() {
        factors.unlock(ALICE, new Factors.Held("totp", tokens.credential()));

        assertThat(store.changes().newest(Set.of(), 1).getFirst().deed().weaker())
                .isEmpty();
    }

    private Enrolling.Offer offer() {
        return factors.offer(ALICE, "totp", Enrolling.Others.NONE, Optional.empty());
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
    private static final class Tokens implements MfaProvider, Enrolling, Enrolling.Offer {
        private List<String> weaknesses = List.of();
        private List<Credential> replaced = List.of();
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
        public Offer offer(MfaUser user, Others others, Optional<BroughtSecret> secret) {
            return this;
        }

        @Override
        public Optional<String> uri() {
            return Optional.of("otpauth://x");
        }

        @Override
        public List<String> remarks() {
            return List.of();
        }

        @Override
        public List<String> weaknesses() {
            return weaknesses;
        }

        @Override
        public Offer provedBy(MfaEvent.Answer answer) {
            return this;
        }

        @Override
        public Enrolled keep() {
            calls++;
            meanwhile.run();
            return new Enrolled(credential(), replaced);
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
