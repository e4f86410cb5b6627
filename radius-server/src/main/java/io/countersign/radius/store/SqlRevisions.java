package io.countersign.radius.store;

import io.countersign.radius.access.PolicyRevisions;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.forwarding.RemoteServerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The revisions: a chain, in which each one's tag is made over its content and its predecessor's tag, and whose length is sealed. So
 * without the key none can be changed, exchanged, put in or left out. (Putting back a whole older copy of the database cannot be told
 * from a restored backup.)
 */
final class SqlRevisions implements PolicyRevisions {
    private static final Cell HEAD = Cell.of("store_state", "policy_head", "1");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Link(Revision revision, byte[] tag) {}

    private final Database database;
    private final StoreKey key;
    private final SqlClients clients;
    private final SqlServerSecrets serverSecrets;
    private final InstantSource clock;

    SqlRevisions(Database database, StoreKey key, SqlClients clients, InstantSource clock) {
        this.database = database;
        this.key = key;
        this.clients = clients;
        this.serverSecrets = new SqlServerSecrets(database, key);
        this.clock = clock;
    }

    /** What a database without revisions has as its policy_head. */
    static byte[] emptyHead(StoreKey key) {
        return key.seal("0", HEAD);
    }

    @Override
    public Optional<Revision> newest() {
        return database.read(handle -> {
            long head = head(handle);
            return head == 0 ? Optional.empty() : Optional.of(verified(handle, head));
        });
    }

    @Override
    public Optional<Revision> find(long number) {
        return database.read(handle ->
                number < 1 || number > head(handle) ? Optional.empty() : Optional.of(verified(handle, number)));
    }

    @Override
    public List<Revision> history() {
        return database.read(handle -> {
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
        });
    }

    @Override
    public Optional<Long> append(
            long predecessor,
            String author,
            String comment,
            Optional<String> text,
            Optional<List<RadiusClient>> newClients,
            Optional<Map<RemoteServerId, Secret>> newServerSecrets) {
        return database.write(handle -> {
            long head = head(handle);
            if (head != predecessor) {
                return Optional.empty();
            }
            newClients.ifPresent(list -> clients.replaceAll(handle, list));
            newServerSecrets.ifPresent(secrets -> serverSecrets.replaceAll(handle, secrets));
            text.ifPresent(document -> insert(handle, new Revision(head + 1, now(), author, comment, document)));
            handle.execute("UPDATE store_state SET changes = changes + 1");
            return Optional.of(text.isPresent() ? head + 1 : head);
        });
    }

    @Override
    public Map<RemoteServerId, Secret> serverSecrets() {
        return serverSecrets.all();
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
                        INSERT INTO policy_revision (number, created_at, author, comment, document, tag)
                        VALUES (:number, :at, :author, :comment, :document, :tag)""")
                .bind("number", revision.number())
                .bind("at", revision.at().toEpochMilli())
                .bind("author", revision.author())
                .bind("comment", revision.comment())
                .bind("document", revision.text())
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
                row.getString("document"));
    }

    private static Cell cell(Revision revision, byte[] predecessor) {
        return Cell.of(
                "policy_revision",
                "tag",
                Long.toString(revision.number()),
                HexFormat.of().formatHex(predecessor),
                Long.toString(revision.at().toEpochMilli()),
                revision.author(),
                revision.comment(),
                revision.text());
    }
}
