package io.countersign.radius.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.AddressRange;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.DialIn;
import io.countersign.policy.Location;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.SecretReference;
import io.countersign.policy.StatusServerRule;
import io.countersign.policy.Unsafe;
import io.countersign.radius.access.Administered;
import io.countersign.radius.access.Administered.Next;
import io.countersign.radius.access.Administered.Written;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig.TransactionMode;

/** A store in a folder, a clock to set, and hands that reach into the file past the store. */
final class StoreFixture implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    static final Deed POLICIES = deed(Kind.POLICIES);
    static final Deed CLIENTS = deed(Kind.CLIENTS);
    static final Deed USERS = deed(Kind.USERS);
    static final Deed GROUPS = deed(Kind.GROUPS);

    final StoreSettings.Sqlite settings;
    final SettableClock clock = new SettableClock();
    final Store store;

    StoreFixture(Path folder) {
        settings = settings(folder);
        Store.create(settings);
        store = open();
    }

    static StoreSettings.Sqlite settings(Path folder) {
        return new StoreSettings.Sqlite(folder.resolve("data/countersign.db"), folder.resolve("store.key"));
    }

    Store open() {
        return Store.open(settings, clock);
    }

    /** What an intruder with the file but without the key can do. */
    int tamper(String sql) {
        return Jdbi.create(Database.dataSource(settings.database(), TransactionMode.IMMEDIATE))
                .withHandle(handle -> handle.execute(sql));
    }

    /** Puts other clients in place of all. */
    void replaceClients(List<RadiusClient> clients) {
        Administered administered = store.administered();
        Next next = new Next(Optional.empty(), Optional.of(clients), Optional.empty());
        assertThat(administered.write(administered.read(), next, CLIENTS)).isInstanceOf(Written.Done.class);
    }

    private static Deed deed(Kind kind) {
        return new Deed(Set.of(kind), new Author("root", "a test", "why not"), List.of("~ something"), List.of());
    }

    static LocalUser user(String id, String name, StoredPassword password, String... groups) {
        return new LocalUser(id, name, true, DialIn.ABSENT, Set.of(groups), password);
    }

    static LocalUser user(String name, String... groups) {
        return user("id-" + name, name, new StoredPassword.Hashed("$argon2id$" + name), groups);
    }

    static RadiusClient client(String name, String address, String secret) {
        return new RadiusClient(
                new ClientDefinition(
                        name,
                        new AddressRange(InetAddress.ofLiteral(address), address.contains(":") ? 64 : 24),
                        new SecretReference.Sealed(),
                        ClientType.RD_GATEWAY,
                        Duration.ofSeconds(60),
                        "Microsoft",
                        false,
                        MessageAuthenticatorRule.ACCEPT,
                        false,
                        StatusServerRule.ALWAYS,
                        false,
                        Set.of(Unsafe.UNSIGNED_REQUESTS),
                        new Location("store", 1, 1)),
                Secret.ofText(secret));
    }

    /** Lets threads do the same at once and answers what each got. */
    static <T> Stream<T> race(int racers, Callable<T> run) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (var executor = Executors.newFixedThreadPool(racers)) {
            var results = IntStream.range(0, racers)
                    .mapToObj(_ -> executor.submit(() -> {
                        start.await();
                        return run.call();
                    }))
                    .toList();
            start.countDown();
            return results.stream().map(StoreFixture::result).toList().stream();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }

    static final class SettableClock implements InstantSource {
        private volatile Instant now = NOON; // set by the test, read by racers

        @Override
        public Instant instant() {
            return now;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }
    }
}
