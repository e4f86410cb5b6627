package io.countersign.radius.store;

import io.countersign.policy.AddressRange;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.Location;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.SecretReference;
import io.countersign.policy.StatusServerRule;
import io.countersign.policy.Unsafe;
import io.countersign.radius.access.Administered.RemovedClient;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The clients. A secret is sealed for its client's whole definition: a changed address or rule leaves it shut. All are under one tag, so
 * that none can be added, taken away or put back as it was.
 */
final class SqlClients implements ClientStore {
    private static final Location FROM_STORE = new Location("store", 1, 1);

    static final String COLUMNS = """
            name, address, type, timeout_millis, vendor, challenge, message_authenticator, limit_proxy_state,
            status_server, show_reference, unsafe, secret""";
    static final String VALUES =
            ":name, :address, :type, :timeout, :vendor, :challenge, :rule, :limitProxyState, :statusServer, :showReference, :unsafe, :secret";

    private final Database database;
    private final StoreKey key;
    private final SqlLearning learning;
    private final SqlRemovedClients removed;
    private final ChangeLog log;

    SqlClients(Database database, StoreKey key, InstantSource clock, ChangeLog log) {
        this.database = database;
        this.key = key;
        this.learning = new SqlLearning(key, clock);
        this.removed = new SqlRemovedClients(key, clock);
        this.log = log;
    }

    @Override
    public List<RadiusClient> list() {
        return database.read(this::list);
    }

    @Override
    public void signs(RadiusClient client, Instant at) {
        database.write(handle -> {
            boolean learnt = learning.signs(handle, client.definition(), at);
            if (learnt) {
                Deed deed = new Deed(
                        Set.of(Kind.CLIENTS),
                        Author.SERVER,
                        List.of("~ client " + client.name() + " signs, and must from now on"),
                        List.of());
                log.append(handle, deed, Optional.empty(), Optional.empty());
            }
            return learnt;
        });
    }

    List<RadiusClient> list(Handle handle) {
        key.verifyTag(
                handle.createQuery("SELECT clients_tag FROM store_state")
                        .mapTo(byte[].class)
                        .one(),
                set(handle));
        return handle.createQuery("""
                        SELECT radius_client.*, content AS learnt FROM radius_client
                        LEFT JOIN client_learning ON client = name ORDER BY name""").map((row, _) -> client(row)).list();
    }

    List<RemovedClient> removed(Handle handle) {
        return removed.list(handle);
    }

    /** What is wrong with each of the clients that were removed. */
    List<String> removedDamage(Handle handle) {
        return removed.damage(handle);
    }

    /** Removes for good the removed clients that do not verify. */
    void removeDamaged(Handle handle) {
        removed.removeDamaged(handle);
    }

    /** Does not depend on what is replaced: of clients that do not verify, none is kept to be restored. */
    void replaceAll(Handle handle, List<RadiusClient> clients) {
        List<RadiusClient> before;
        try {
            before = list(handle);
        } catch (StoreDamaged _) {
            before = List.of();
        }
        removed.replaced(handle, before, clients);
        handle.execute("DELETE FROM radius_client");
        clients.forEach(client -> insert(handle, client));
        learning.begin(handle, clients.stream().map(RadiusClient::definition).toList());
        seal(handle);
    }

    /** Puts the rows that there are under the tag. */
    void seal(Handle handle) {
        handle.execute("UPDATE store_state SET clients_tag = ?", key.tag(set(handle)));
    }

    /** Each client with its sealed secret, which is sealed anew, and so is another, with every change. */
    private static Cell set(Handle handle) {
        List<String> parts = new ArrayList<>(List.of("store_state", "clients_tag", "1"));
        handle.createQuery("SELECT name, secret FROM radius_client ORDER BY name")
                .map((row, _) -> List.of(row.getString("name"), HexFormat.of().formatHex(row.getBytes("secret"))))
                .forEach(parts::addAll);
        return new Cell(List.copyOf(parts));
    }

    private void insert(Handle handle, RadiusClient client) {
        handle.createUpdate("INSERT INTO radius_client (" + COLUMNS + ") VALUES (" + VALUES + ")")
                .bindMap(values(client.definition()))
                .bind("secret", key.seal(client.secret().reveal(), cell(client.definition())))
                .execute();
    }

    static Map<String, Object> values(ClientDefinition definition) {
        return Map.ofEntries(
                Map.entry("name", definition.name()),
                Map.entry("address", text(definition.address())),
                Map.entry("type", definition.type().name()),
                Map.entry("timeout", definition.timeout().toMillis()),
                Map.entry("vendor", definition.vendor()),
                Map.entry("challenge", definition.challenge()),
                Map.entry("rule", definition.messageAuthenticator().name()),
                Map.entry("limitProxyState", definition.limitProxyState()),
                Map.entry("statusServer", definition.statusServer().name()),
                Map.entry("showReference", definition.showReference()),
                Map.entry("unsafe", text(definition.unsafe())));
    }

    private RadiusClient client(ResultSet row) throws SQLException {
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
                learning.of(definition, Optional.ofNullable(row.getBytes("learnt"))));
    }

    static ClientDefinition definition(ResultSet row) throws SQLException {
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
                row.getBoolean("show_reference"),
                unsafe(row.getString("unsafe")),
                FROM_STORE);
    }

    /** What came with later versions stands in it only where it is not the default, so that older rows open as well. */
    static Cell cell(ClientDefinition definition) {
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
        if (definition.showReference() != definition.type().showsReplyMessage()) {
            parts.add("show-reference: " + definition.showReference());
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
