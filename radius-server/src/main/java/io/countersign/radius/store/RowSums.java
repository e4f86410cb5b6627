package io.countersign.radius.store;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/**
 * Which rows there are, where each row is sealed by itself: the exclusive or of a keyed hash of each, itself sealed. A row that comes or goes
 * changes the sum without a look at the others; without the key nobody can add, remove or put back one. Safe for use by many threads.
 */
final class RowSums {
    static final int OCTETS = 32;

    private static final String HMAC = "HmacSHA256";
    private static final int VERSIONS_TRIED = 100_000;
    private static final Cell ROW_KEY = Cell.of("store_state", "row_key", "1");

    private final StoreKey key;
    private final SecretKeySpec rowKey;

    private RowSums(StoreKey key, byte[] rowKey) {
        this.key = key;
        this.rowKey = new SecretKeySpec(rowKey, HMAC);
    }

    /** Of a database that has none yet, with a new key, which is kept in it. */
    static RowSums begin(Handle handle, StoreKey key) {
        byte[] rowKey = new byte[OCTETS];
        StoreKey.random(rowKey);
        handle.execute("UPDATE store_state SET row_key = ?", key.seal(rowKey, ROW_KEY));
        return new RowSums(key, rowKey);
    }

    /** Of an open database; empty if it was not yet sealed. */
    static Optional<RowSums> of(Handle handle, StoreKey key) {
        return handle.createQuery("SELECT row_key FROM store_state WHERE row_key IS NOT NULL")
                .mapTo(byte[].class)
                .findOne()
                .map(kept -> new RowSums(key, key.open(kept, ROW_KEY)));
    }

    /** The sum of some rows. */
    byte[] of(Collection<Cell> rows) {
        Mac mac = mac();
        byte[] sum = new byte[OCTETS];
        rows.forEach(row -> add(sum, mac.doFinal(row.octets())));
        return sum;
    }

    /** A sum with rows added to it, or, if they were in it, taken away. */
    byte[] with(byte[] sum, List<Cell> rows) {
        byte[] changed = sum.clone();
        add(changed, of(rows));
        return changed;
    }

    /** Keeps the sum of all rows of a table anew. */
    void keep(Handle handle, String table, Collection<Cell> rows) {
        keep(handle, table, of(rows));
    }

    /** Takes rows into a table's sum, or out of it. */
    void change(Handle handle, String table, List<Cell> rows) {
        keep(handle, table, with(kept(handle, table), rows));
    }

    /** What a table's sum tells of a row that was taken out. */
    enum Left {
        /** It was in the sum as it stood, and all others hold. */
        AS_IT_STOOD,
        /** It was not in the sum, or with another version; all others hold. */
        NOT_AS_IT_STOOD,
        /** Of another row too, the sum tells otherwise: it still does not hold. */
        WRONG_ELSEWHERE
    }

    /**
     * Takes a row out of a table's sum, whatever was done to it past the store: put in, put back, taken away, given another version. Nothing
     * else is taken for good with it. Reads no more than the others' cells, but takes as long as there are of these.
     *
     * @param row its cell, by version
     * @param version as it stood; empty if there was no such row
     * @param others the rows that remain
     */
    Left leave(Handle handle, String table, LongFunction<Cell> row, Optional<Long> version, List<Cell> others) {
        byte[] rest = of(others);
        byte[] before;
        try {
            before = kept(handle, table);
        } catch (StoreDamaged _) {
            return Left.WRONG_ELSEWHERE; // as everybody is told who asks for it
        }
        if (version.filter(known -> differBy(before, rest, row.apply(known))).isPresent()) {
            keep(handle, table, rest);
            return Left.AS_IT_STOOD;
        }
        if (MessageDigest.isEqual(before, rest)) {
            return version.isPresent() ? Left.NOT_AS_IT_STOOD : Left.AS_IT_STOOD;
        }
        if (LongStream.rangeClosed(1, VERSIONS_TRIED).anyMatch(tried -> differBy(before, rest, row.apply(tried)))) {
            keep(handle, table, rest);
            return Left.NOT_AS_IT_STOOD;
        }
        version.ifPresent(known -> keep(handle, table, with(before, List.of(row.apply(known)))));
        return Left.WRONG_ELSEWHERE;
    }

    private boolean differBy(byte[] sum, byte[] other, Cell row) {
        return MessageDigest.isEqual(with(sum, List.of(row)), other);
    }

    /** Whether a table has the rows that it should have. */
    boolean hold(Handle handle, String table, Collection<Cell> rows) {
        return MessageDigest.isEqual(kept(handle, table), of(rows));
    }

    private void keep(Handle handle, String table, byte[] sum) {
        handle.execute(
                "INSERT INTO row_sum (name, sum) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sum = excluded.sum",
                table,
                key.seal(sum, cell(table)));
    }

    private byte[] kept(Handle handle, String table) {
        return handle.createQuery("SELECT sum FROM row_sum WHERE name = :name")
                .bind("name", table)
                .mapTo(byte[].class)
                .findOne()
                .map(kept -> key.open(kept, cell(table)))
                .orElseThrow(() -> new StoreDamaged("the database no longer says which rows " + table
                        + " has. Restore the database from a backup."));
    }

    private static Cell cell(String table) {
        return Cell.of("row_sum", "sum", table);
    }

    private static void add(byte[] sum, byte[] other) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] ^= other[i];
        }
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(rowKey);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot do " + HMAC, e);
        }
    }
}
