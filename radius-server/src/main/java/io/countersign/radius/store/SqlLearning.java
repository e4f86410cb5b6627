package io.countersign.radius.store;

import io.countersign.policy.ClientDefinition;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.exchange.Learning;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What is known of the clients that are set to learn, sealed for name and address. It stays as long as a client stays set so; who
 * changes its name or address begins anew.
 */
final class SqlLearning {
    private final StoreKey key;
    private final InstantSource clock;

    SqlLearning(StoreKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** After the clients were replaced: begins with those that learn now, and forgets the others. */
    void begin(Handle handle, List<ClientDefinition> clients) {
        List<ClientDefinition> learning =
                clients.stream().filter(SqlLearning::learns).toList();
        List<String> known = handle.createQuery("SELECT client FROM client_learning")
                .mapTo(String.class)
                .list();
        for (String name : known) {
            boolean stays = learning.stream()
                    .anyMatch(client ->
                            client.name().equals(name) && of(handle, client).isPresent());
            if (!stays) {
                handle.execute("DELETE FROM client_learning WHERE client = ?", name);
            }
        }
        for (ClientDefinition client : learning) {
            if (of(handle, client).isEmpty()) {
                keep(handle, client, new Learning(clock.instant(), Optional.empty()));
            }
        }
    }

    /** Empty if the client does not learn, or if what was kept is of another client or was changed. */
    Optional<Learning> of(Handle handle, ClientDefinition client) {
        return learns(client) ? content(handle, client).flatMap(content -> open(client, content)) : Optional.empty();
    }

    boolean signs(Handle handle, ClientDefinition client, Instant at) {
        Optional<Learning> known =
                of(handle, client).filter(learning -> learning.signedAt().isEmpty());
        known.ifPresent(learning -> keep(handle, client, new Learning(learning.since(), Optional.of(at))));
        return known.isPresent();
    }

    private static boolean learns(ClientDefinition client) {
        return client.messageAuthenticator() == MessageAuthenticatorRule.LEARN;
    }

    private static Optional<byte[]> content(Handle handle, ClientDefinition client) {
        return handle.createQuery("SELECT content FROM client_learning WHERE client = :client")
                .bind("client", client.name())
                .mapTo(byte[].class)
                .findOne();
    }

    private Optional<Learning> open(ClientDefinition client, byte[] sealed) {
        try {
            String[] times = key.openText(sealed, cell(client)).split(" ", -1);
            return Optional.of(new Learning(
                    Instant.ofEpochMilli(Long.parseLong(times[0])),
                    times.length == 1
                            ? Optional.empty()
                            : Optional.of(Instant.ofEpochMilli(Long.parseLong(times[1])))));
        } catch (StoreDamaged _) {
            return Optional.empty();
        }
    }

    private void keep(Handle handle, ClientDefinition client, Learning learning) {
        String since = Long.toString(learning.since().toEpochMilli());
        String text =
                learning.signedAt().map(at -> since + " " + at.toEpochMilli()).orElse(since);
        handle.execute("""
                INSERT INTO client_learning (client, content) VALUES (?, ?)
                ON CONFLICT (client) DO UPDATE SET content = excluded.content""", client.name(), key.seal(text, cell(client)));
    }

    private static Cell cell(ClientDefinition client) {
        return Cell.of("client_learning", "content", client.name(), SqlClients.text(client.address()));
    }
}
