package io.countersign.radius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.StoreSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nobody learns from the time of an answer whether there is an account, and what is with it: over a real store, by the real clock. */
final class AnswerTimeTest {
    private static final int BATCHES = 80;
    private static final int SAMPLES_A_BATCH = 5;
    private static final Octets CHALLENGE = Octets.wrap(new byte[16]);
    private static final List<String> NAMES = List.of("nobody", "hashed", "reversible", "disabled", "locked");

    private final InstantSource clock = InstantSource.system();
    private static final Deed ADDED = new Deed(Set.of(Kind.USERS), Author.PROGRAM, List.of("+ a user"), List.of());

    private final PasswordHashes hashes = new PasswordHashes();
    private final Map<String, List<Long>> nanos = new TreeMap<>();

    @Test
    void theTimeOfARefusalTellsNothingOfTheAccount(@TempDir Path folder) throws Exception {
        var settings = new StoreSettings(folder.resolve("data/countersign.db"), folder.resolve("store.key"));
        Store.create(settings);
        try (var store = Store.open(settings, clock);
                var lockOuts = new LockOuts(store.lockOuts(), clock)) {
            addUsers(store.userChanges());
            var users = new RememberedUsers(store.users(), 100);
            var directory = new LocalDirectory(
                    new LocalSettings(Set.of(), Optional.of(LockOutRule.DEFAULT)), users, hashes, lockOuts, clock);
            lock(directory, "locked");
            measure(users, directory);
        }
        var ofNobody = nanos.get("nobody").stream().sorted().toList();
        for (var name : NAMES) {
            assertThat(share(ofNobody, nanos.get(name)))
                    .as("how often an answer for %s is slower than one for nobody", name)
                    .isBetween(0.4, 0.6);
        }
    }

    private void addUsers(LocalUserChanges users) {
        var password = Secret.ofText("correct horse");
        var hashed = hashes.hash(password);
        var reversible = new StoredPassword.Reversible(password);
        users.add(new LocalUser("1", "hashed", true, DialIn.ABSENT, Set.of("A", "B"), hashed), ADDED);
        users.add(new LocalUser("2", "reversible", true, DialIn.ABSENT, Set.of("A"), reversible), ADDED);
        users.add(new LocalUser("3", "disabled", false, DialIn.ABSENT, Set.of(), reversible), ADDED);
        users.add(new LocalUser("4", "locked", true, DialIn.ABSENT, Set.of(), reversible), ADDED);
    }

    private void lock(LocalDirectory directory, String name) {
        for (int i = 0; i < LockOutRule.DEFAULT.after(); i++) {
            directory.check(directory.find(LoginName.parse(name)), attempt(i));
        }
    }

    private Attempt attempt(int number) {
        var response = new byte[16];
        response[0] = (byte) number;
        return new Attempt("vpn-01", clock.instant(), new ChallengeResponse.Chap(1, CHALLENGE, Octets.wrap(response)));
    }

    /** In alternation, a few at a time, since each spends most of its time at rest. */
    private void measure(RememberedUsers users, LocalDirectory directory) throws Exception {
        var random = new Random(7);
        try (var executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("login-", 0).factory())) {
            for (int batch = 0; batch < BATCHES; batch++) {
                users.confirm();
                var tasks = new ArrayList<Callable<Long>>();
                var names = new ArrayList<String>();
                for (int i = 0; i < SAMPLES_A_BATCH; i++) {
                    names.addAll(NAMES);
                }
                Collections.shuffle(names, random);
                names.forEach(name -> tasks.add(() -> sample(directory, name)));
                var results = executor.invokeAll(tasks);
                for (int i = 0; i < names.size(); i++) {
                    nanos.computeIfAbsent(names.get(i), _ -> new ArrayList<>())
                            .add(results.get(i).get());
                }
            }
        }
    }

    private long sample(LocalDirectory directory, String name) {
        long from = System.nanoTime();
        var attempt = attempt(99); // the same wrong one, so that nobody else gets locked
        directory.check(directory.find(LoginName.parse(name)), attempt);
        return System.nanoTime() - from;
    }

    /** The chance that one of these takes longer than one of nobody's: one half, if nothing can be told. */
    private static double share(List<Long> ofNobody, List<Long> these) {
        double slower = 0;
        for (long one : these) {
            for (long other : ofNobody) {
                slower += one > other ? 1 : one == other ? 0.5 : 0;
            }
        }
        return slower / ((double) ofNobody.size() * these.size());
    }
}
