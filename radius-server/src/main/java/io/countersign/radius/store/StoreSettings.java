package io.countersign.radius.store;

import java.nio.file.Path;
import java.util.List;

/** Where the store is: one shape for each kind of database. */
public sealed interface StoreSettings {
    /** The key that seals secrets at rest; absolute. */
    Path keyFile();

    /** What of it lies on this machine. */
    List<Path> files();

    /** The database, as messages name it. */
    String place();

    /**
     * A store in a file of this machine.
     *
     * @param database the SQLite file; its folder is the data folder
     * @param keyFile the key that seals secrets at rest
     */
    record Sqlite(Path database, Path keyFile) implements StoreSettings {
        /** Makes the paths absolute, so that messages name them in full. */
        public Sqlite {
            database = database.toAbsolutePath().normalize();
            keyFile = keyFile.toAbsolutePath().normalize();
        }

        @Override
        public List<Path> files() {
            return List.of(database, keyFile);
        }

        @Override
        public String place() {
            return database.toString();
        }
    }
}
