package io.countersign.radius.store;

import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The value by which a database knows its key, and which says whether the tables are sealed: they are only once. */
final class Marker {
    private static final Cell CELL = Cell.of("store_state", "marker", "1");
    private static final String OURS = "countersign";
    private static final String SEALED = "countersign sealed";

    private Marker() {}

    /** Of a database whose tables are not sealed yet. */
    static byte[] ofNew(StoreKey key) {
        return key.seal(OURS, CELL);
    }

    /** Keeps that the tables are sealed. */
    static void sealed(StoreKey key, Handle handle) {
        handle.execute("UPDATE store_state SET marker = ?", key.seal(SEALED, CELL));
    }

    /** Whether the key is the database's own. */
    static boolean isOf(StoreKey key, Handle handle) {
        try {
            String text = text(key, handle);
            return text.equals(OURS) || text.equals(SEALED);
        } catch (StoreDamaged _) {
            return false;
        }
    }

    /** Throws {@link StoreDamaged} if the tables were sealed before, and are so no longer: somebody has reached in. */
    static void requireUnsealed(Path file, StoreKey key, Handle handle) {
        if (text(key, handle).equals(SEALED)) {
            throw new StoreDamaged(
                    file + ": the key of the rows (store_state row_key) was taken away by something that does"
                            + " not have the store key. Restore the database from a backup.");
        }
    }

    private static String text(StoreKey key, Handle handle) {
        List<byte[]> markers = handle.createQuery("SELECT marker FROM store_state")
                .mapTo(byte[].class)
                .list();
        return markers.size() == 1 ? key.openText(markers.getFirst(), CELL) : "";
    }
}
