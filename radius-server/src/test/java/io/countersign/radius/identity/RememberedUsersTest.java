package io.countersign.radius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Reversible;
import io.countersign.radius.packet.Octets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RememberedUsersTest {
    private static final Secret OLD = Secret.ofText("old password");
    private static final Secret NEW = Secret.ofText("new password");

    private static final Secret ANOTHER = Secret.ofText("another");

    private final FakeTime time = new FakeTime();
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryUserStore store = new MemoryUserStore();
    private final RememberedUsers users = new RememberedUsers(store, 1_000, nanos::get);

    @BeforeEach
    void addAlice() {
        store.add(alice(true, OLD));
        users.confirm();
        users.find("alice");
        users.findById("1");
    }

    @Test
    void remembersAUserForAsLongAsNothingChanges() {
        store.replace(alice(false, OLD));
        users.confirm();

        assertThat(users.find("alice").orElseThrow().enabled()).isTrue();
    }

    @Test
    void looksUsersUpAnewAfterAChange() {
        store.replace(alice(false, OLD));
        users.changed("1");
        users.confirm();

        assertThat(users.find("alice").orElseThrow().enabled()).isFalse();
        assertThat(users.findById("1").orElseThrow().enabled()).isFalse();
    }

    @Test
    void looksNobodyElseUpAnewWhenOneHasChanged() {
        store.add(new LocalUser("2", "bob", true, DialIn.ABSENT, Set.of(), new Reversible(OLD)));
        users.find("bob");
        store.remove("bob");
        users.changed("1");
        users.confirm();

        assertThat(users.find("bob")).as("still remembered").isPresent();
        users.forget();
        assertThat(users.find("bob")).isEmpty();
    }

    @Test
    void forgetsAUserUnderEveryNameThatWasTyped() {
        users.find("ALICE");
        store.replace(alice(false, OLD));
        users.changed("1");

        assertThat(users.find("ALICE").orElseThrow().enabled()).isFalse();
        assertThat(users.find("alice").orElseThrow().enabled()).isFalse();
    }

    @Test
    void keepsOneCopyOfAUserHoweverTheyAreFound() {
        assertThat(users.findById("1").orElseThrow())
                .isSameAs(users.find("Alice").orElseThrow())
                .isSameAs(users.find("alice").orElseThrow());
    }

    @Test
    void goesByNothingRememberedWhenNobodySaysThatItIsStillSo() {
        store.replace(alice(false, OLD));
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());

        assertThat(users.find("alice").orElseThrow().enabled()).isFalse();
    }

    @Test
    void remembersNoNameThatNobodyHas() {
        assertThat(users.find("bob")).isEmpty();
        store.add(new LocalUser("2", "bob", true, DialIn.ABSENT, Set.of(), new Reversible(OLD)));

        assertThat(users.find("bob")).isPresent();
    }

    @Test
    void nobodyIsTurnedAwayByAPasswordThatHeNoLongerHas() {
        var directory = new LocalDirectory(
                new LocalSettings(Set.of(), Optional.empty(), LocalSettings.DEFAULT_PASSWORD_LENGTH),
                users,
                new PasswordHashes(),
                new LockOuts(new MemoryLockOutStore(), time));
        var alice = directory.find(LoginName.parse("alice"));
        store.replace(alice(true, NEW));

        assertThat(directory.check(alice, plain(NEW))).isInstanceOf(PasswordCheck.Right.class);
        assertThat(directory.check(alice, plain(ANOTHER))).isInstanceOf(PasswordCheck.Wrong.class);
        assertThat(directory.check(alice, chap(NEW))).isInstanceOf(PasswordCheck.Right.class);
        assertThat(directory.check(alice, chap(ANOTHER))).isInstanceOf(PasswordCheck.Wrong.class);
    }

    private static Attempt plain(Secret password) {
        return new Attempt("vpn-01", new Evidence.PlainPassword(password));
    }

    private static Attempt chap(Secret password) {
        var challenge = Octets.wrap(new byte[16]);
        return new Attempt(
                "vpn-01",
                new ChallengeResponse.Chap(
                        1, challenge, io.countersign.radius.crypto.Chap.respond(1, challenge, password)));
    }

    private static LocalUser alice(boolean enabled, Secret password) {
        return new LocalUser("1", "alice", enabled, DialIn.ABSENT, Set.of("Users"), new Reversible(password));
    }
}
