package io.countersign.radius.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.EnrollmentRefused;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import io.countersign.radius.plugins.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SupposedProviderTest {
    private static final SupposedUser ALICE = new SupposedUser("alice", Set.of(), true);
    private static final SupposedUser MADE_UP = new SupposedUser("x", Set.of("local\\VPN Users"), false);

    @Test
    void whoHasACredentialThatWorksHasShownIt() {
        assertThat(begin(new Codes(List.of(credential("locked after 5 wrong codes"), credential(null))), ALICE))
                .isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void whoHasNoneIsNotEnrolled() {
        assertThat(begin(new Codes(List.of()), ALICE))
                .isInstanceOfSatisfying(
                        MfaOutcome.NotEnrolled.class,
                        none -> assertThat(none.hint()).contains("countersign mfa enroll alice --provider totp"));
    }

    @Test
    void whoseCredentialsAreAllLockedIsDenied() {
        assertThat(begin(new Codes(List.of(credential("locked after 5 wrong codes"))), ALICE))
                .isInstanceOfSatisfying(
                        MfaOutcome.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("locked after 5 wrong codes")
                                .contains("countersign mfa unlock alice"));
    }

    @Test
    void aUserWhoIsMadeUpIsTakenForEnrolled() {
        assertThat(begin(new Codes(List.of()), MADE_UP)).isEqualTo(new MfaOutcome.Approved());
    }

    private static MfaOutcome begin(Codes codes, SupposedUser user) {
        var real = new Provider("totp", codes, codes.interactions());
        var asked = new MfaUser(
                "local:1", "alice", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
        var request =
                new MfaRequest("7F3K9QRS", asked, Set.of(Interaction.CODE), "vpn-01", Optional.empty(), Instant.MAX);
        return new SupposedProvider(real, user).begin(request);
    }

    private static Enrolling.Credential credential(@org.jspecify.annotations.Nullable String lockedBecause) {
        return new Enrolling.Credential(
                "1", "an app", Instant.EPOCH, Optional.empty(), Optional.ofNullable(lockedBecause));
    }

    /** A factor that asks nobody here: if it is begun, the test fails. */
    private record Codes(List<Credential> kept) implements MfaProvider, Enrolling {
        @Override
        public Set<Interaction> interactions() {
            return Set.of(Interaction.CODE);
        }

        @Override
        public MfaOutcome begin(MfaRequest request) {
            throw new AssertionError("the real factor was asked");
        }

        @Override
        public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
            throw new AssertionError("the real factor was asked");
        }

        @Override
        public Optional<Enrolling> enrolling() {
            return Optional.of(this);
        }

        @Override
        public List<Credential> credentials(MfaUser user) {
            return kept;
        }

        @Override
        public Offer offer(MfaUser user, Others others, Optional<BroughtSecret> secret) {
            throw new EnrollmentRefused("not here");
        }

        @Override
        public boolean revoke(MfaUser user, String credentialId) {
            return false;
        }

        @Override
        public boolean unlock(MfaUser user, String credentialId) {
            return false;
        }
    }
}
