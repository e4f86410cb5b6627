package io.countersign.radius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Chap;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Reversible;
import io.countersign.radius.identity.User.AccountState;
import io.countersign.radius.packet.Octets;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalDirectoryTest {
    private static final Secret PASSWORD = Secret.ofText("correct horse");

    private final MemoryUserStore store = new MemoryUserStore();
    private final PasswordHashes hashes = new PasswordHashes();
    private final LocalDirectory directory = new LocalDirectory(new LocalSettings(Set.of("Contoso")), store, hashes);

    @BeforeEach
    void addUsers() {
        add("1", "alice", hashes.hash(PASSWORD));
        add("2", "bob", new Reversible(PASSWORD));
        add("3", "carol@example.com", new Reversible(PASSWORD));
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
    @CsvSource({"alice, 4", "bob, 3"}) // whose password can be read: only who is turned away could learn from the time
    void everyCheckThatFailsCostsOneHash(String name, int expected) {
        User user = find(name);
        long before = hashes.done();
        assertThat(directory.passwordMatches(user, PASSWORD)).isTrue();
        assertThat(directory.passwordMatches(user, Secret.ofText("wrong"))).isFalse();
        assertThat(directory.passwordMatches(user, Secret.ofText(""))).isFalse();
        directory.spendTimeOfPasswordCheck(PASSWORD);
        assertThat(hashes.done()).isEqualTo(before + expected);
    }

    @Test
    void checksResponsesAgainstPasswordsThatCanBeReadAndSaysWhereTheyCannot() {
        var challenge = Octets.wrap(new byte[] {1, 2, 3});
        var right = new ChallengeResponse.Chap(9, challenge, Chap.respond(9, challenge, PASSWORD));
        var wrong = new ChallengeResponse.Chap(8, challenge, Chap.respond(9, challenge, PASSWORD));
        var hashed = directory.find(LoginName.parse("alice")).orElseThrow();
        var readable = directory.find(LoginName.parse("bob")).orElseThrow();

        assertThat(directory.check(readable, right))
                .isEqualTo(new ChallengeResponse.Checked.Right(new FirstFactor.Proof.None()));
        assertThat(directory.check(readable, wrong)).isEqualTo(new ChallengeResponse.Checked.Wrong());
        assertThat(directory.check(hashed, right)).isEqualTo(new ChallengeResponse.Checked.Unknowable());
    }

    @Test
    void aUserRemovedMeanwhileMatchesNothingAndCostsTheSame() {
        User user = find("alice");
        store.remove("alice");
        long before = hashes.done();
        assertThat(directory.passwordMatches(user, PASSWORD)).isFalse();
        assertThat(hashes.done()).isEqualTo(before + 1);
    }

    @Test
    void knowsItsGroupsWithoutRegardToCase() {
        assertThat(directory.hasGroup("vpn users")).isTrue();
        assertThat(directory.hasGroup("Admins")).isFalse();
    }
}
