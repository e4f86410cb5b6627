package io.countersign.radius.store;

import io.countersign.radius.host.OwnersFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Refuses files of the store that others than their owner can use. */
final class PrivateFiles {
    private PrivateFiles() {}

    /** Throws {@link StoreKeyRefused} if others than the owner can use the file, or replace it, as far as its modes tell. */
    static void requirePrivate(Path file) {
        try {
            OwnersFiles.openToOthers(file).ifPresent(fault -> {
                throw new StoreKeyRefused(fault);
            });
        } catch (IOException e) {
            throw new StoreKeyRefused(file + ": the mode of this file cannot be read. Run as the user who owns it.", e);
        }
    }
}
