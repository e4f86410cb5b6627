package io.countersign.radius.store;

import io.countersign.policy.ClientDefinition;
import io.countersign.radius.access.Administered.RemovedClient;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.identity.LocalName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Clients that were removed, for 30 days. Each is sealed with its time, so that none can be kept longer. What is over is removed whenever
 * clients change and when a server starts.
 */
final class SqlRemovedClients {
    private static final Duration KEPT = Duration.ofDays(30);

    private final StoreKey key;
    private final InstantSource clock;

    SqlRemovedClients(StoreKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Keeps those that are there no more, and forgets those whose name is there again. */
    void replaced(Handle handle, List<RadiusClient> before, List<RadiusClient> after) {
        removeOld(handle, clock.instant());
        Set<String> names = new HashSet<>();
        after.forEach(client -> names.add(LocalName.folded(client.name())));
        before.stream()
                .filter(client -> !names.contains(LocalName.folded(client.name())))
                .forEach(client -> keep(handle, client));
        handle.createQuery("SELECT name_key FROM removed_client").mapTo(String.class).list().stream()
                .filter(names::contains)
                .forEach(name -> handle.execute("DELETE FROM removed_client WHERE name_key = ?", name));
    }

    /** Those that can be brought back, by name; without those that do not verify. */
    List<RemovedClient> list(Handle handle) {
        List<RemovedClient> verified = new ArrayList<>();
        read(handle, verified, new ArrayList<>());
        return List.copyOf(verified);
    }

    /** What is wrong with each that does not verify. */
    List<String> damage(Handle handle) {
        List<String> found = new ArrayList<>();
        read(handle, new ArrayList<>(), found);
        return found;
    }

    private void read(Handle handle, List<RemovedClient> verified, List<String> damage) {
        handle.createQuery("SELECT * FROM removed_client WHERE removed_at > :since ORDER BY name_key")
                .bind("since", clock.instant().minus(KEPT).toEpochMilli())
                .map((row, _) -> {
                    try {
                        return verified.add(removed(row));
                    } catch (StoreDamaged _) {
                        return damage.add("the removed client " + row.getString("name")
                                + " was changed by something that does not have the store key, and cannot be restored. Add it"
                                + " anew, which ends this, or do: countersign check --seal-anew");
                    }
                })
                .list();
    }

    /** Removes for good those that do not verify. */
    void removeDamaged(Handle handle) {
        Set<String> verified = new HashSet<>();
        list(handle)
                .forEach(client ->
                        verified.add(LocalName.folded(client.definition().name())));
        handle.createQuery("SELECT name_key FROM removed_client").mapTo(String.class).list().stream()
                .filter(name -> !verified.contains(name))
                .forEach(name -> handle.execute("DELETE FROM removed_client WHERE name_key = ?", name));
    }

    static void removeOld(Handle handle, Instant now) {
        handle.execute(
                "DELETE FROM removed_client WHERE removed_at <= ?",
                now.minus(KEPT).toEpochMilli());
    }

    private void keep(Handle handle, RadiusClient client) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        String name = LocalName.folded(client.name());
        handle.execute("DELETE FROM removed_client WHERE name_key = ?", name);
        handle.createUpdate("INSERT INTO removed_client (name_key, removed_at, " + SqlClients.COLUMNS
                        + ") VALUES (:nameKey, :removedAt, " + SqlClients.VALUES + ")")
                .bindMap(SqlClients.values(client.definition()))
                .bind("nameKey", name)
                .bind("removedAt", now.toEpochMilli())
                .bind("secret", key.seal(client.secret().reveal(), cell(client.definition(), now)))
                .execute();
    }

    private RemovedClient removed(ResultSet row) throws SQLException {
        ClientDefinition definition;
        try {
            definition = SqlClients.definition(row);
        } catch (IllegalArgumentException e) {
            throw new StoreDamaged(
                    "the removed client " + row.getString("name") + " is damaged. Restore the database from a backup.",
                    e);
        }
        Instant removedAt = Instant.ofEpochMilli(row.getLong("removed_at"));
        Secret secret = Secret.of(key.open(row.getBytes("secret"), cell(definition, removedAt)));
        return new RemovedClient(definition, secret, removedAt, removedAt.plus(KEPT));
    }

    private static Cell cell(ClientDefinition definition, Instant removedAt) {
        List<String> parts = new ArrayList<>(
                List.of("removed_client", "secret", definition.name(), Long.toString(removedAt.toEpochMilli())));
        parts.addAll(SqlClients.cell(definition).parts());
        return new Cell(List.copyOf(parts));
    }
}
