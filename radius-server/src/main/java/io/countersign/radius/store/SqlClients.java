package io.countersign.radius.store;

import io.countersign.policy.AddressRange;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.Location;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.SecretReference;
import io.countersign.policy.StatusServerRule;
import io.countersign.policy.Unsafe;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.exchange.ClientStore;
import io.countersign.radius.exchange.RadiusClient;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The clients. A secret is sealed for its client's whole definition: a changed address or rule leaves it shut. */
final class SqlClients implements ClientStore {
    private static final Location FROM_STORE = new Location("store", 1, 1);

    private final Database database;
    private final StoreKey key;
    private final SqlLearning learning;

    SqlClients(Database database, StoreKey key, InstantSource clock) {
        this.database = database;
        this.key = key;
        this.learning = new SqlLearning(key, clock);
    }

    @Override
    public List<RadiusClient> list() {
        return database.read(handle -> handle.createQuery("SELECT * FROM radius_client ORDER BY name")
                .map((row, _) -> client(handle, row))
                .list());
    }

    @Override
    public void signs(RadiusClient client, Instant at) {
        database.write(handle -> learning.signs(handle, client.definition(), at));
    }

    void replaceAll(Handle handle, List<RadiusClient> clients) {
        handle.execute("DELETE FROM radius_client");
        clients.forEach(client -> insert(handle, client));
        learning.begin(handle, clients.stream().map(RadiusClient::definition).toList());
    }

    private void insert(Handle handle, RadiusClient client) {
        ClientDefinition definition = client.definition();
        handle.createUpdate("""
                        INSERT INTO radius_client (name, address, type, timeout_millis, vendor, challenge,
                            message_authenticator, limit_proxy_state, status_server, unsafe, secret)
                        VALUES (:name, :address, :type, :timeout, :vendor, :challenge,
                            :rule, :limitProxyState, :statusServer, :unsafe, :secret)""")
                .bind("name", definition.name())
                .bind("address", text(definition.address()))
                .bind("type", definition.type().name())
                .bind("timeout", definition.timeout().toMillis())
                .bind("vendor", definition.vendor())
                .bind("challenge", definition.challenge())
                .bind("rule", definition.messageAuthenticator().name())
                .bind("limitProxyState", definition.limitProxyState())
                .bind("statusServer", definition.statusServer().name())
                .bind("unsafe", text(definition.unsafe()))
                .bind("secret", key.seal(client.secret().reveal(), cell(definition)))
                .execute();
    }

    private RadiusClient client(Handle handle, ResultSet row) throws SQLException {
        ClientDefinition definition;
        try {
            definition = definition(row);
        } catch (IllegalArgumentException e) {
            throw new StoreDamaged(
                    database.file() + ": the client " + row.getString("name")
                            + " is damaged. Restore the file from a backup.",
                    e);
        }
        return new RadiusClient(
                definition,
                Secret.of(key.open(row.getBytes("secret"), cell(definition))),
                learning.of(handle, definition));
    }

    private static ClientDefinition definition(ResultSet row) throws SQLException {
        return new ClientDefinition(
                row.getString("name"),
                range(row.getString("address")),
                new SecretReference.Sealed(),
                ClientType.valueOf(row.getString("type")),
                Duration.ofMillis(row.getLong("timeout_millis")),
                row.getString("vendor"),
                row.getBoolean("challenge"),
                MessageAuthenticatorRule.valueOf(row.getString("message_authenticator")),
                row.getBoolean("limit_proxy_state"),
                StatusServerRule.valueOf(row.getString("status_server")),
                unsafe(row.getString("unsafe")),
                FROM_STORE);
    }

    /** What came with later versions stands in it only where it is not the default, so that older rows open as well. */
    private static Cell cell(ClientDefinition definition) {
        List<String> parts = new ArrayList<>(List.of(
                "radius_client",
                "secret",
                definition.name(),
                text(definition.address()),
                definition.type().name(),
                Long.toString(definition.timeout().toMillis()),
                definition.vendor(),
                Boolean.toString(definition.challenge()),
                definition.messageAuthenticator().name(),
                text(definition.unsafe())));
        if (!definition.limitProxyState()) {
            parts.add("limit-proxy-state: false");
        }
        if (definition.statusServer() != StatusServerRule.ALWAYS) {
            parts.add("status-server: " + definition.statusServer());
        }
        return new Cell(List.copyOf(parts));
    }

    static String text(AddressRange range) {
        return range.network().getHostAddress() + "/" + range.prefix();
    }

    private static AddressRange range(String text) {
        int slash = text.indexOf('/');
        return new AddressRange(
                InetAddress.ofLiteral(text.substring(0, Math.max(0, slash))),
                Integer.parseInt(text.substring(slash + 1)));
    }

    private static String text(Set<Unsafe> unsafe) {
        return unsafe.stream().map(Unsafe::name).sorted().collect(Collectors.joining(","));
    }

    private static Set<Unsafe> unsafe(String text) {
        return Arrays.stream(text.split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(Unsafe::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }
}
