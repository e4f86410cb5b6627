package io.countersign.radius.store;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.forwarding.RemoteServerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The shared secrets of remote RADIUS servers, each sealed for its place, and all of them under one tag. Where a server is, the
 * authenticated policies say.
 */
final class SqlServerSecrets {
    private final StoreKey key;

    SqlServerSecrets(StoreKey key) {
        this.key = key;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(String group, String server, byte[] secret) {}

    Map<RemoteServerId, Secret> all(Handle handle) {
        List<Row> rows = rows(handle);
        key.verifyTag(
                handle.createQuery("SELECT server_secrets_tag FROM store_state")
                        .mapTo(byte[].class)
                        .one(),
                set(rows));
        Map<RemoteServerId, Secret> secrets = new HashMap<>();
        rows.forEach(row -> secrets.put(
                new RemoteServerId(row.group(), row.server()),
                Secret.of(key.open(row.secret(), cell(row.group(), row.server())))));
        return secrets;
    }

    void replaceAll(Handle handle, Map<RemoteServerId, Secret> secrets) {
        handle.execute("DELETE FROM remote_server_secret");
        secrets.forEach((id, secret) -> handle.execute(
                "INSERT INTO remote_server_secret (server_group, server, secret) VALUES (?, ?, ?)",
                id.group(),
                id.server(),
                key.seal(secret.reveal(), cell(id.group(), id.server()))));
        seal(handle);
    }

    /** Puts the rows that there are under the tag. */
    void seal(Handle handle) {
        handle.execute("UPDATE store_state SET server_secrets_tag = ?", key.tag(set(rows(handle))));
    }

    private static List<Row> rows(Handle handle) {
        return handle.createQuery("SELECT * FROM remote_server_secret ORDER BY server_group, server")
                .map((row, _) ->
                        new Row(row.getString("server_group"), row.getString("server"), row.getBytes("secret")))
                .list();
    }

    /** Each row with its sealed secret, so that no earlier one can be put back either. */
    private static Cell set(List<Row> rows) {
        List<String> parts = new ArrayList<>(List.of("store_state", "server_secrets_tag", "1"));
        for (Row row : rows) {
            parts.addAll(List.of(row.group(), row.server(), HexFormat.of().formatHex(row.secret())));
        }
        return new Cell(List.copyOf(parts));
    }

    private static Cell cell(String group, String server) {
        return Cell.of("remote_server_secret", "secret", group, server);
    }
}
