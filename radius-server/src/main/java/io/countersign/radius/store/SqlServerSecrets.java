package io.countersign.radius.store;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.forwarding.RemoteServerId;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The shared secrets of remote RADIUS servers, each sealed for its place. Where a server is, the authenticated policies say. */
final class SqlServerSecrets {
    private final Database database;
    private final StoreKey key;

    SqlServerSecrets(Database database, StoreKey key) {
        this.database = database;
        this.key = key;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(RemoteServerId id, byte[] secret) {}

    Map<RemoteServerId, Secret> all() {
        Map<RemoteServerId, Secret> secrets = new HashMap<>();
        database.read(handle -> handle.createQuery("SELECT * FROM remote_server_secret")
                        .map((row, _) -> new Row(
                                new RemoteServerId(row.getString("server_group"), row.getString("server")),
                                row.getBytes("secret")))
                        .list())
                .forEach(row -> secrets.put(row.id(), Secret.of(key.open(row.secret(), cell(row.id())))));
        return secrets;
    }

    void replaceAll(Handle handle, Map<RemoteServerId, Secret> secrets) {
        handle.execute("DELETE FROM remote_server_secret");
        secrets.forEach((id, secret) -> handle.execute(
                "INSERT INTO remote_server_secret (server_group, server, secret) VALUES (?, ?, ?)",
                id.group(),
                id.server(),
                key.seal(secret.reveal(), cell(id))));
    }

    private static Cell cell(RemoteServerId id) {
        return Cell.of("remote_server_secret", "secret", id.group(), id.server());
    }
}
