package io.countersign.radius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Chap;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Reversible;
import io.countersign.radius.identity.User.AccountState;
import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalDirectoryTest {
    private static final Secret PASSWORD = Secret.ofText("correct horse");
    private static final Secret UMLAUTS = Secret.ofText("Gr\u00fc\u00dfe-1234");

    private static final LockOutRule RULE = LockOutRule.DEFAULT;
    private static final PasswordCheck RIGHT = new PasswordCheck.Right(new FirstFactor.Proof.None());
    private static final PasswordCheck WRONG = new PasswordCheck.Wrong(Optional.empty());
    private static final PasswordCheck LOCKED = new PasswordCheck.Barred(AccountState.LOCKED_OUT);

    private final MemoryUserStore store = new MemoryUserStore();
    private final FakeTime time = new FakeTime();
    private final PasswordHashes hashes = new PasswordHashes();
    private final LockOuts lockOuts = new LockOuts(new MemoryLockOutStore(), time);
    private final LocalDirectory directory = new LocalDirectory(
            new LocalSettings(Set.of("Contoso"), Optional.of(RULE), LocalSettings.DEFAULT_PASSWORD_LENGTH),
            store,
            hashes,
            lockOuts);

    @BeforeEach
    void addUsers() {
        add("1", "alice", hashes.hash(PASSWORD));
        add("2", "bob", new Reversible(PASSWORD));
        add("3", "carol@example.com", new Reversible(PASSWORD));
        add("5", "hashed", hashes.hash(UMLAUTS));
        add("6", "readable", new Reversible(UMLAUTS));
        add("7", "m\u00fcller", new Reversible(PASSWORD));
        store.add(new LocalUser("4", "disabled", false, DialIn.ALLOW, Set.of(), hashes.hash(PASSWORD)));
    }

    private void add(String id, String name, StoredPassword password) {
        store.add(new LocalUser(id, name, true, DialIn.ALLOW, Set.of("VPN Users"), password));
    }

    private User find(String typed) {
        return directory.find(LoginName.parse(typed)).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "ALICE", "contoso\\alice", "CONTOSO\\Alice"})
    void answersForNamesWithoutADomainAndForItsOwn(String typed) {
        assertThat(find(typed).id()).isEqualTo("local:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FABRIKAM\\alice", "\\alice", "CONTOSO\\x\\alice", "nobody", "alice@example.com", ""})
    void doesNotAnswerForOthers(String typed) {
        assertThat(directory.find(LoginName.parse(typed))).isEmpty();
    }

    @Test
    void tellsTheAccountAsPoliciesSeeIt() {
        User user = find("carol@example.com");
        assertThat(user.groups().written()).containsExactly("local\\VPN Users");
        assertThat(user.netbiosDomain()).contains("CONTOSO");
        assertThat(user.upn()).contains("carol@example.com");
        assertThat(user.dialIn()).isEqualTo(DialIn.ALLOW);
        assertThat(user.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(directory.findById("local:3")).contains(user);
        assertThat(directory.findById("ad:3")).isEmpty();
        assertThat(directory.findById("local:9")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"alice, 3", "bob, 2"}) // whose password can be read: only who is turned away could learn from the time
    void everyCheckThatFailsCostsOneHash(String name, int expected) {
        var user = directory.find(LoginName.parse(name));
        long before = hashes.done();
        assertThat(directory.check(user, plain("correct horse"))).isEqualTo(RIGHT);
        assertThat(directory.check(user, plain("wrong"))).isEqualTo(WRONG);
        assertThat(directory.check(Optional.empty(), plain("correct horse"))).isEqualTo(WRONG);
        assertThat(hashes.done()).isEqualTo(before + expected);
    }

    @Test
    void checksResponsesAgainstPasswordsThatCanBeReadAndSaysWhereTheyCannot() {
        var hashed = directory.find(LoginName.parse("alice"));
        var readable = directory.find(LoginName.parse("bob"));

        assertThat(directory.check(readable, chap("correct horse"))).isEqualTo(RIGHT);
        assertThat(directory.check(readable, chap("wrong"))).isEqualTo(WRONG);
        assertThat(directory.check(hashed, chap("correct horse"))).isInstanceOf(PasswordCheck.Unknowable.class);
        assertThat(directory.check(Optional.empty(), chap("correct horse"))).isEqualTo(WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashed", "readable"})
    void passwordsAreAlikeComposedDecomposedAndInLatin1(String name) {
        var user = directory.find(LoginName.parse(name));
        var composed = "Gr\u00fc\u00dfe-1234";

        assertThat(directory.check(user, plain(composed))).isEqualTo(RIGHT);
        assertThat(directory.check(user, plain("Gru\u0308\u00dfe-1234"))).isEqualTo(RIGHT);
        assertThat(directory.check(user, octets(composed.getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(RIGHT);
        assertThat(directory.check(user, plain("Gr\u00fc\u00dfe-123"))).isEqualTo(WRONG);
        assertThat(directory.check(user, plain("GR\u00dc\u00dfe-1234"))).isEqualTo(WRONG);
        assertThat(directory.check(user, octets("Gr\u00fcsse".getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(WRONG);
    }

    @Test
    void aWrongPasswordCostsOneHashAndCountsOnceInWhateverFormItComes() {
        var user = directory.find(LoginName.parse("hashed"));
        var forms = List.of(
                plain("m\u00fcde"), plain("mu\u0308de"), octets("m\u00fcde".getBytes(StandardCharsets.ISO_8859_1)));
        for (int i = 0; i < RULE.after(); i++) {
            for (var form : forms) {
                long before = hashes.done();
                assertThat(directory.check(user, form)).isEqualTo(WRONG);
                assertThat(hashes.done()).isEqualTo(before + 1);
            }
        }

        assertThat(directory.check(user, plain("Gr\u00fc\u00dfe-1234"))).isEqualTo(RIGHT);
    }

    @Test
    void responsesAreMadeOfPasswordsComposedOrDecomposed() {
        var user = directory.find(LoginName.parse("readable"));

        assertThat(directory.check(user, chap("Gr\u00fc\u00dfe-1234"))).isEqualTo(RIGHT);
        assertThat(directory.check(user, chap("Gru\u0308\u00dfe-1234"))).isEqualTo(RIGHT);
        assertThat(directory.check(user, chap("Grusse-1234"))).isEqualTo(WRONG);
    }

    @Test
    void readsTheUserPasswordOfAClientOnWindows() {
        var authenticator = Hex.octets("000102030405060708090a0b0c0d0e0f");
        var sent = UserPassword.reveal(
                Hex.octets("d66a2ae6a1edff86c745d42b51ecbea9"), Secret.ofText("Loopback-Secret-vpn-01"), authenticator);

        assertThat(OpaqueString.isUtf8(sent.orElseThrow())).isFalse();
        assertThat(directory.check(
                        directory.find(LoginName.parse("hashed")),
                        new Attempt("vpn-01", new Evidence.PlainPassword(sent.orElseThrow()))))
                .isEqualTo(RIGHT);
    }

    @Test
    void namesAreAlikeComposedAndDecomposed() {
        assertThat(find("m\u00fcller")).isEqualTo(find("mu\u0308ller")).isEqualTo(find("MU\u0308LLER"));
    }

    private static Attempt octets(byte[] password) {
        return new Attempt("vpn-01", new Evidence.PlainPassword(Secret.of(password)));
    }

    @Test
    void aUserRemovedMeanwhileMatchesNothingAndCostsTheSame() {
        var user = directory.find(LoginName.parse("alice"));
        store.remove("alice");
        long before = hashes.done();
        assertThat(directory.check(user, plain("correct horse"))).isEqualTo(WRONG);
        assertThat(hashes.done()).isEqualTo(before + 1);
    }

    @Test
    void wrongPasswordsLockTheAccountAndTheRightOneThenCostsAndSaysTheSame() {
        var bob = directory.find(LoginName.parse("bob"));
        for (int i = 1; i < RULE.after(); i++) {
            assertThat(directory.check(bob, plain("wrong " + i))).isEqualTo(WRONG);
        }
        var until = time.instant().plus(RULE.lockFor()).plusMillis(RULE.after());
        assertThat(directory.check(bob, plain("the last")))
                .isInstanceOf(PasswordCheck.Wrong.class)
                .satisfies(last -> assertThat(
                                ((PasswordCheck.Wrong) last).lockedUntil().orElseThrow())
                        .isBefore(until));

        long before = hashes.done();
        assertThat(directory.check(bob, plain("correct horse"))).isEqualTo(LOCKED);
        assertThat(directory.check(bob, chap("correct horse"))).isEqualTo(LOCKED);
        assertThat(hashes.done()).as("as a wrong one would").isEqualTo(before + 1);

        time.take(RULE.lockFor().plusMillis(RULE.after()));
        assertThat(directory.check(bob, plain("correct horse"))).isEqualTo(RIGHT);
    }

    @Test
    void responsesToChallengesCountToo() {
        lock("bob");
        assertThat(directory.check(directory.find(LoginName.parse("bob")), plain("correct horse")))
                .isEqualTo(LOCKED);
    }

    @Test
    void withoutARuleNothingLocks() {
        var open = new LocalDirectory(
                new LocalSettings(Set.of(), Optional.empty(), LocalSettings.DEFAULT_PASSWORD_LENGTH),
                store,
                hashes,
                lockOuts);
        var bob = open.find(LoginName.parse("bob"));
        for (int i = 0; i <= RULE.after(); i++) {
            open.check(bob, chap("wrong " + i));
        }
        assertThat(open.check(bob, chap("correct horse"))).isEqualTo(RIGHT);
    }

    @Test
    void saysThatItCannotTellWhereTheStoreCannotBeUsed() {
        var alice = directory.find(LoginName.parse("alice"));
        store.failing = true;

        assertThat(directory.check(alice, plain("correct horse")))
                .isEqualTo(new PasswordCheck.CannotTell("the disk is gone"));
        assertThat(directory.check(Optional.empty(), plain("correct horse")))
                .isEqualTo(new PasswordCheck.CannotTell("the disk is gone"));
        assertThat(directory.group("VPN Users")).isEqualTo(new GroupCheck.CannotTell("the disk is gone"));
    }

    @Test
    void knowsItsGroupsWithoutRegardToCase() {
        assertThat(directory.group("vpn users")).isEqualTo(new GroupCheck.Known());
        assertThat(directory.group("Admins")).isEqualTo(new GroupCheck.Unknown(Optional.empty()));
    }

    private void lock(String name) {
        var user = directory.find(LoginName.parse(name));
        for (int i = 0; i < RULE.after(); i++) {
            directory.check(user, chap("wrong " + i));
        }
    }

    private static Attempt plain(String password) {
        return new Attempt("vpn-01", new Evidence.PlainPassword(Secret.ofText(password)));
    }

    private static Attempt chap(String password) {
        var challenge = Octets.wrap(new byte[] {1, 2, 3});
        return new Attempt(
                "vpn-01",
                new ChallengeResponse.Chap(9, challenge, Chap.respond(9, challenge, Secret.ofText(password))));
    }
}
