package io.countersign.radius.store;

import java.nio.file.Path;

/**
 * Where the store is.
 *
 * @param database the SQLite file; its folder is the data folder
 * @param keyFile the key that seals secrets at rest
 */
public record StoreSettings(Path database, Path keyFile) {
    /** Makes the paths absolute, so that messages name them in full. */
    public StoreSettings {
        database = database.toAbsolutePath().normalize();
        keyFile = keyFile.toAbsolutePath().normalize();
    }
}
