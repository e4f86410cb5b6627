package io.countersign.radius.store;

import io.countersign.radius.access.Administered;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.forwarding.RemoteServerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Policies, clients and shared secrets in one place. The revisions are a chain, in which each one's tag is made over its content and its
 * predecessor's tag, and whose length is sealed. So without the key none can be changed, exchanged, put in or left out. (Putting back a
 * whole older copy of the database cannot be told from a restored backup.)
 */
final class SqlAdministered implements Administered {
    private static final Cell HEAD = Cell.of("store_state", "policy_head", "1");
    private static final Set<Kind> OURS = Set.of(Kind.POLICIES, Kind.CLIENTS, Kind.SERVERS);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Link(Revision revision, byte[] tag) {}

    private final Database database;
    private final StoreKey key;
    private final SqlClients clients;
    private final SqlServerSecrets serverSecrets;
    private final ChangeLog log;
    private final InstantSource clock;

    SqlAdministered(Database database, StoreKey key, SqlClients clients, ChangeLog log, InstantSource clock) {
        this.database = database;
        this.key = key;
        this.clients = clients;
        this.serverSecrets = new SqlServerSecrets(key);
        this.log = log;
        this.clock = clock;
    }

    /** What a database without revisions has as its policy_head. */
    static byte[] emptyHead(StoreKey key) {
        return key.seal("0", HEAD);
    }

    @Override
    public State read() {
        return database.read(
                handle -> new State(mark(handle), newest(handle), clients.list(handle), serverSecrets.all(handle)));
    }

    @Override
    public Salvaged salvage() {
        return database.read(handle -> {
            Map<Kind, String> lost = new EnumMap<>(Kind.class);
            List<RadiusClient> verified = orLost(lost, Kind.CLIENTS, () -> clients.list(handle), List.of());
            Map<RemoteServerId, Secret> secrets = orLost(lost, Kind.SERVERS, () -> serverSecrets.all(handle), Map.of());
            return new Salvaged(new State(mark(handle), newest(handle), verified, secrets), lost);
        });
    }

    private static <T> T orLost(Map<Kind, String> lost, Kind kind, Supplier<T> read, T nothing) {
        try {
            return read.get();
        } catch (StoreDamaged damaged) {
            lost.put(kind, damaged.getMessage());
            return nothing;
        }
    }

    private Optional<Revision> newest(Handle handle) {
        long head = head(handle);
        return head == 0 ? Optional.empty() : Optional.of(verified(handle, head));
    }

    /** Throws {@link StoreDamaged} unless all shared secrets verify. */
    void serverSecrets(Handle handle) {
        var _ = serverSecrets.all(handle);
    }

    @Override
    public Optional<Revision> find(long number) {
        return database.read(handle ->
                number < 1 || number > head(handle) ? Optional.empty() : Optional.of(verified(handle, number)));
    }

    @Override
    public List<Revision> history() {
        return database.read(this::history);
    }

    List<Revision> history(Handle handle) {
        long head = head(handle);
        List<Link> links = links(handle, 1, head);
        if (links.size() != head) {
            throw broken(head);
        }
        byte[] predecessor = {};
        for (Link link : links) {
            key.verifyTag(link.tag(), cell(link.revision(), predecessor));
            predecessor = link.tag();
        }
        return links.reversed().stream().map(Link::revision).toList();
    }

    @Override
    public Written write(State seen, Next next, Deed deed) {
        return database.write(handle -> {
            if (mark(handle) != seen.mark()) {
                return new Written.Overtaken(log.latest(handle, OURS));
            }
            long head = head(handle);
            next.clients().ifPresent(list -> clients.replaceAll(handle, list));
            next.serverSecrets().ifPresent(secrets -> serverSecrets.replaceAll(handle, secrets));
            Optional<Long> made = next.text().map(text -> {
                Author by = deed.by();
                insert(handle, new Revision(head + 1, now(), by.account(), by.comment(), text, GRAMMAR));
                return head + 1;
            });
            handle.execute("UPDATE store_state SET changes = changes + 1");
            log.append(handle, deed, made, Optional.empty());
            return new Written.Done(made.orElse(head), seen.mark() + 1);
        });
    }

    @Override
    public List<RemovedClient> removed() {
        return database.read(clients::removed);
    }

    private static long mark(Handle handle) {
        return handle.createQuery("SELECT changes FROM store_state")
                .mapTo(long.class)
                .one();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.instant().toEpochMilli());
    }

    private void insert(Handle handle, Revision revision) {
        byte[] predecessor = {};
        if (revision.number() > 1) {
            // Never build on what does not verify.
            verified(handle, revision.number() - 1);
            predecessor = links(handle, revision.number() - 1, revision.number() - 1)
                    .getFirst()
                    .tag();
        }
        handle.createUpdate("""
                        INSERT INTO policy_revision (number, created_at, author, comment, document, grammar, tag)
                        VALUES (:number, :at, :author, :comment, :document, :grammar, :tag)""")
                .bind("number", revision.number())
                .bind("at", revision.at().toEpochMilli())
                .bind("author", revision.author())
                .bind("comment", revision.comment())
                .bind("document", revision.text())
                .bind("grammar", revision.grammar())
                .bind("tag", key.tag(cell(revision, predecessor)))
                .execute();
        handle.execute("UPDATE store_state SET policy_head = ?", key.seal(Long.toString(revision.number()), HEAD));
    }

    /** One revision, verified with its link to the one before. */
    private Revision verified(Handle handle, long number) {
        List<Link> links = links(handle, number - 1, number);
        if (links.size() != Math.min(number, 2)) {
            throw broken(number);
        }
        Link link = links.getLast();
        key.verifyTag(
                link.tag(),
                cell(
                        link.revision(),
                        number == 1 ? new byte[0] : links.getFirst().tag()));
        return link.revision();
    }

    private long head(Handle handle) {
        byte[] sealed = handle.createQuery("SELECT policy_head FROM store_state")
                .mapTo(byte[].class)
                .one();
        long head = Long.parseLong(key.openText(sealed, HEAD));
        long stored = handle.createQuery("SELECT COALESCE(MAX(number), 0) FROM policy_revision")
                .mapTo(long.class)
                .one();
        if (stored != head) {
            throw broken(head);
        }
        return head;
    }

    private StoreDamaged broken(long number) {
        return new StoreDamaged(database.file() + ": the policy revisions up to " + number
                + " are not complete. Restore the database from a backup.");
    }

    private static List<Link> links(Handle handle, long from, long to) {
        return handle.createQuery("SELECT * FROM policy_revision WHERE number BETWEEN :from AND :to ORDER BY number")
                .bind("from", from)
                .bind("to", to)
                .map((row, _) -> new Link(revision(row), row.getBytes("tag")))
                .list();
    }

    private static Revision revision(ResultSet row) throws SQLException {
        return new Revision(
                row.getLong("number"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("author"),
                row.getString("comment"),
                row.getString("document"),
                row.getInt("grammar"));
    }

    /** The first grammar does not stand in it, so that older rows verify as well. */
    private static Cell cell(Revision revision, byte[] predecessor) {
        List<String> parts = new ArrayList<>(List.of(
                "policy_revision",
                "tag",
                Long.toString(revision.number()),
                HexFormat.of().formatHex(predecessor),
                Long.toString(revision.at().toEpochMilli()),
                revision.author(),
                revision.comment(),
                revision.text()));
        if (revision.grammar() != 1) {
            parts.add("grammar " + revision.grammar());
        }
        return new Cell(List.copyOf(parts));
    }
}
