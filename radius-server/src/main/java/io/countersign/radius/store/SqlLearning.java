package io.countersign.radius.store;

import io.countersign.policy.ClientDefinition;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.exchange.Learning;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Map<String, byte[]> known = new HashMap<>();
        handle.createQuery("SELECT client, content FROM client_learning")
                .map((row, _) -> Map.entry(row.getString("client"), row.getBytes("content")))
                .forEach(row -> known.put(row.getKey(), row.getValue()));
        for (ClientDefinition client : clients) {
            if (of(client, Optional.ofNullable(known.get(client.name()))).isPresent()) {
                known.remove(client.name());
            } else if (learns(client)) {
                keep(handle, client, new Learning(clock.instant(), Optional.empty()));
                known.remove(client.name());
            }
        }
        known.keySet().forEach(name -> handle.execute("DELETE FROM client_learning WHERE client = ?", name));
    }

    /** Empty if the client does not learn, or if what was kept is of another client or was changed. */
    Optional<Learning> of(ClientDefinition client, Optional<byte[]> content) {
        return learns(client) ? content.flatMap(octets -> open(client, octets)) : Optional.empty();
    }

    boolean signs(Handle handle, ClientDefinition client, Instant at) {
        Optional<Learning> known = of(client, content(handle, client))
                .filter(learning -> learning.signedAt().isEmpty());
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
