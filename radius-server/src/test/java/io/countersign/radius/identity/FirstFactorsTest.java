package io.countersign.radius.identity;

import static io.countersign.policy.ReasonCode.ACCOUNT_DISABLED;
import static io.countersign.policy.ReasonCode.ACCOUNT_LOCKED_OUT;
import static io.countersign.policy.ReasonCode.CREDENTIALS_MISMATCH;
import static io.countersign.policy.ReasonCode.NO_SUCH_USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.DialIn;
import io.countersign.policy.Groups;
import io.countersign.policy.ReasonCode;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.FirstFactor.Passed;
import io.countersign.radius.identity.FirstFactor.Refused;
import io.countersign.radius.identity.User.AccountState;
import io.countersign.radius.packet.Octets;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FirstFactorsTest {
    private static final Secret RIGHT = Secret.ofText("right");
    private static final Secret WRONG = Secret.ofText("wrong");
    private static final ChallengeResponse RIGHT_RESPONSE =
            new ChallengeResponse.Chap(1, Octets.empty(), Octets.empty());
    private static final ChallengeResponse WRONG_RESPONSE =
            new ChallengeResponse.Chap(2, Octets.empty(), Octets.empty());
    private static final LoginName ALICE = LoginName.parse("alice");

    private final FakeDirectory first = new FakeDirectory("first");
    private final FakeDirectory second = new FakeDirectory("second");
    private final List<Directory> both = List.of(first, second);

    private static Attempt shown(Secret password) {
        return shown(new Evidence.PlainPassword(password));
    }

    private static Attempt shown(Evidence evidence) {
        return new Attempt("vpn-01", evidence);
    }

    private static Refused refused(FirstFactor factor, ReasonCode reason) {
        assertThat(factor).isInstanceOf(Refused.class);
        assertThat(((Refused) factor).reason()).isEqualTo(reason);
        return (Refused) factor;
    }

    @Test
    void passesWithTheRightPassword() {
        User alice = second.add("alice", RIGHT, AccountState.ACTIVE);
        assertThat(FirstFactors.prove(both, ALICE, shown(RIGHT)))
                .isEqualTo(
                        new Passed(new Identity.Proven(alice, AuthenticationMethod.PAP), new FirstFactor.Proof.None()));
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownUserForTheSameReasonAtTheSameCost() {
        User alice = first.add("alice", RIGHT, AccountState.ACTIVE);
        Refused wrong = refused(FirstFactors.prove(both, ALICE, shown(WRONG)), CREDENTIALS_MISMATCH);
        assertThat(wrong.user()).contains(alice);
        assertThat(first.checks + second.checks).isEqualTo(1);
        Refused unknown = refused(FirstFactors.prove(both, LoginName.parse("eve"), shown(WRONG)), CREDENTIALS_MISMATCH);
        assertThat(unknown.user()).isEmpty();
        assertThat(unknown.detail()).contains("no such user in first, second");
        assertThat(first.checks + second.checks).isEqualTo(2);
    }

    @Test
    void tellsADomainThatNobodyAnswersForFromAUserThatNobodyKnows() {
        first.answers = false;
        second.answers = false;

        var stranger =
                refused(FirstFactors.assertedBy(both, LoginName.parse("FABRIKAM\\alice"), "rdgw-01"), NO_SUCH_USER);

        assertThat(stranger.detail())
                .isEqualTo("first, second answers for no domain FABRIKAM; for local users write it into"
                        + " the settings, under local: netbios-names");
    }

    @Test
    void aResponseToAChallengeCountsLikeThePassword() {
        User alice = first.add("alice", RIGHT, AccountState.ACTIVE);
        first.add("bob", RIGHT, AccountState.DISABLED);

        assertThat(FirstFactors.prove(both, ALICE, shown(RIGHT_RESPONSE)))
                .isEqualTo(new Passed(
                        new Identity.Proven(alice, AuthenticationMethod.CHAP), new FirstFactor.Proof.None()));
        refused(FirstFactors.prove(both, ALICE, shown(WRONG_RESPONSE)), CREDENTIALS_MISMATCH);
        refused(FirstFactors.prove(both, LoginName.parse("bob"), shown(WRONG_RESPONSE)), CREDENTIALS_MISMATCH);
        refused(FirstFactors.prove(both, LoginName.parse("bob"), shown(RIGHT_RESPONSE)), ACCOUNT_DISABLED);
        refused(FirstFactors.prove(both, LoginName.parse("eve"), shown(RIGHT_RESPONSE)), CREDENTIALS_MISMATCH);
        assertThat(first.checks + second.checks).as("each took its time").isEqualTo(5);
    }

    @Test
    void aWrongPasswordNeverFallsThroughToTheNextDirectory() {
        first.add("alice", RIGHT, AccountState.ACTIVE);
        second.add("alice", WRONG, AccountState.ACTIVE);
        refused(FirstFactors.prove(both, ALICE, shown(WRONG)), CREDENTIALS_MISMATCH);
        assertThat(second.checks).isZero();
    }

    @Test
    void tellsOfADisabledOrLockedAccountOnlyWhoKnowsItsPassword() {
        first.add("alice", RIGHT, AccountState.DISABLED);
        first.add("bob", RIGHT, AccountState.LOCKED_OUT);
        refused(FirstFactors.prove(both, ALICE, shown(WRONG)), CREDENTIALS_MISMATCH);
        refused(FirstFactors.prove(both, LoginName.parse("bob"), shown(WRONG)), CREDENTIALS_MISMATCH);
        refused(FirstFactors.prove(both, ALICE, shown(RIGHT)), ACCOUNT_DISABLED);
        refused(FirstFactors.prove(both, LoginName.parse("bob"), shown(RIGHT)), ACCOUNT_LOCKED_OUT);
    }

    @Test
    void anEmptyPasswordNeverReachesADirectoryThatWouldTakeIt() {
        first.add("alice", Secret.ofText(""), AccountState.ACTIVE);
        refused(FirstFactors.prove(both, ALICE, shown(Secret.ofText(""))), CREDENTIALS_MISMATCH);
        assertThat(first.checks).isEqualTo(1);
    }

    @Test
    void takesAClientsWord() {
        User alice = first.add("alice", RIGHT, AccountState.ACTIVE);
        assertThat(FirstFactors.assertedBy(both, ALICE, "gw"))
                .isEqualTo(new Passed(new Identity.Asserted(alice, "gw"), new FirstFactor.Proof.None()));
        refused(FirstFactors.assertedBy(both, LoginName.parse("eve"), "gw"), NO_SUCH_USER);
        first.add("carol", RIGHT, AccountState.DISABLED);
        second.add("carol", RIGHT, AccountState.ACTIVE);
        refused(FirstFactors.assertedBy(both, LoginName.parse("carol"), "gw"), ACCOUNT_DISABLED);
        first.add("dave", RIGHT, AccountState.LOCKED_OUT);
        refused(FirstFactors.assertedBy(both, LoginName.parse("dave"), "gw"), ACCOUNT_LOCKED_OUT);
    }

    @Test
    void aLaterDirectoryDoesNotStandInForOneThatCannotAnswer() {
        second.add("alice", RIGHT, AccountState.ACTIVE);
        first.available = false;
        assertThatThrownBy(() -> FirstFactors.prove(both, ALICE, shown(RIGHT)))
                .isInstanceOf(DirectoryUnavailable.class);
        assertThatThrownBy(() -> FirstFactors.assertedBy(both, ALICE, "gw")).isInstanceOf(DirectoryUnavailable.class);
    }

    @Test
    void aNameThatIsSeveralAccountsIsNobodysAndNoLaterDirectoryIsAsked() {
        first.ambiguous = true;
        second.add("alice", RIGHT, AccountState.ACTIVE);

        assertThat(refused(FirstFactors.prove(both, ALICE, shown(RIGHT)), CREDENTIALS_MISMATCH)
                        .detail())
                .isEqualTo("two accounts are called alice");
        refused(FirstFactors.assertedBy(both, ALICE, "gw"), NO_SUCH_USER);
        assertThat(FirstFactors.user(both, ALICE)).isEmpty();
    }

    @Test
    void withoutADirectoryNobodyPasses() {
        refused(FirstFactors.prove(List.of(), ALICE, shown(RIGHT)), CREDENTIALS_MISMATCH);
        refused(FirstFactors.assertedBy(List.of(), ALICE, "gw"), NO_SUCH_USER);
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLED, ACCOUNT_DISABLED, first\\alice is disabled",
        "LOCKED_OUT, ACCOUNT_LOCKED_OUT, first\\alice is locked out",
        "EXPIRED, ACCOUNT_EXPIRED, first\\alice has expired",
        "PASSWORD_EXPIRED, PASSWORD_MUST_CHANGE, first\\alice has a password that has expired",
        "MUST_CHANGE_PASSWORD, PASSWORD_MUST_CHANGE, first\\alice must change the password first",
        "OUTSIDE_LOGON_HOURS, INVALID_LOGON_HOURS, first\\alice may not log in at this hour",
        "RESTRICTED, ACCOUNT_RESTRICTION, first\\alice may not log in from here"
    })
    void whatADirectorySaysOfAnAccountHasAReasonAndADetail(AccountState state, ReasonCode reason, String detail) {
        var alice = first.add("alice", RIGHT, AccountState.ACTIVE);
        first.said = Optional.of(new PasswordCheck.Barred(state));

        var refused = refused(FirstFactors.prove(both, ALICE, shown(RIGHT)), reason);

        assertThat(refused.detail()).isEqualTo(detail);
        assertThat(refused.user()).contains(alice);
    }

    @Test
    void aWrongPasswordThatLocksTheAccountSaysSoInTheDetail() {
        first.add("alice", RIGHT, AccountState.ACTIVE);
        first.said = Optional.of(new PasswordCheck.Wrong(Optional.of(Instant.EPOCH)));

        assertThat(refused(FirstFactors.prove(both, ALICE, shown(WRONG)), CREDENTIALS_MISMATCH)
                        .detail())
                .isEqualTo("wrong password for first\\alice, which is locked until 1970-01-01T00:00:00Z");
    }

    @Test
    void overloadIsToldApartFromAnOutageForKnownAndUnknownUsersAlike() {
        first.add("alice", RIGHT, AccountState.ACTIVE);
        for (var name : List.of("alice", "eve")) {
            first.said = Optional.of(new PasswordCheck.Busy("too many"));
            assertThat(FirstFactors.prove(both, LoginName.parse(name), shown(RIGHT)))
                    .isEqualTo(new FirstFactor.Overloaded("too many"));

            first.said = Optional.of(new PasswordCheck.CannotTell("no domain controller"));
            assertThatThrownBy(() -> FirstFactors.prove(both, LoginName.parse(name), shown(RIGHT)))
                    .isInstanceOf(DirectoryUnavailable.class)
                    .hasMessage("no domain controller");
        }
    }

    @Test
    void aDirectoryThatFindsNobodysPasswordRightLetsNobodyIn() {
        first.add("alice", RIGHT, AccountState.ACTIVE);
        first.said = Optional.of(new PasswordCheck.Right(new FirstFactor.Proof.None()));

        refused(FirstFactors.prove(both, LoginName.parse("eve"), shown(RIGHT)), CREDENTIALS_MISMATCH);
        refused(FirstFactors.prove(both, ALICE, shown(Secret.ofText(""))), CREDENTIALS_MISMATCH);
    }

    /** Counts the checks that take time, whether for a user or for nobody. */
    private static final class FakeDirectory implements Directory {
        private final String name;
        private final Map<String, User> users = new HashMap<>();
        private final Map<String, Secret> passwords = new HashMap<>();
        private boolean available = true;
        private boolean answers = true;
        private boolean ambiguous;
        private Optional<PasswordCheck> said = Optional.empty();
        private int checks;

        FakeDirectory(String name) {
            this.name = name;
        }

        User add(String user, Secret password, AccountState state) {
            User added = new User(
                    name + ":" + user,
                    name,
                    user,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Groups.NONE,
                    DialIn.ABSENT,
                    state,
                    Map.of());
            users.put(user, added);
            passwords.put(user, password);
            return added;
        }

        @Override
        public boolean isCalled(String prefix) {
            return prefix.equals(name);
        }

        @Override
        public GroupCheck groupOfSid(String sid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean answersFor(LoginName name) {
            return answers;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<User> find(LoginName login) {
            if (!available) {
                throw new DirectoryUnavailable(name + " is down", new IOException("refused"));
            }
            if (ambiguous) {
                throw new AmbiguousUser("two accounts are called " + login.name());
            }
            return Optional.ofNullable(users.get(login.name()));
        }

        @Override
        public Optional<User> findById(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PasswordCheck check(Optional<User> user, Attempt attempt) {
            checks++;
            if (said.isPresent()) {
                return said.get();
            }
            boolean right = switch (attempt.evidence()) {
                case Evidence.PlainPassword(var password) ->
                    user.filter(known -> passwords.get(known.name()).equals(password))
                            .isPresent();
                case ChallengeResponse response -> response.equals(RIGHT_RESPONSE);
            };
            return right
                    ? new PasswordCheck.Right(new FirstFactor.Proof.None())
                    : new PasswordCheck.Wrong(Optional.empty());
        }

        @Override
        public PasswordCheck foresee(User user, AuthenticationMethod method) {
            return new PasswordCheck.Right(new FirstFactor.Proof.None());
        }

        @Override
        public GroupCheck group(String group) {
            throw new UnsupportedOperationException();
        }
    }
}
