package io.countersign.radius.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner can use, whatever the umask. On Windows the folder's access list has to see to that. */
final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<PosixFilePermission> OTHERS_WRITE = PosixFilePermissions.fromString("----w--w-");

    private PrivateFiles() {}

    /** Creates the folder of a file, and those above it, unless it is there already. */
    static void createFolderOf(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(folder)) {
            return;
        }
        createFolderOf(folder);
        if (hasModes(folder)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            Files.setPosixFilePermissions(folder, FOLDER);
        } else {
            Files.createDirectory(folder);
        }
    }

    /** Creates a file with a content, on disk when this returns. Throws FileAlreadyExistsException if there is one. */
    static void create(Path file, byte[] content) throws IOException {
        FileAttribute<?>[] mode = hasModes(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, mode)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        if (mode.length > 0) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    /** Throws {@link StoreKeyRefused} if others than the owner can use the file, or replace it. */
    static void requirePrivate(Path file) {
        if (!hasModes(file)) {
            return;
        }
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new StoreKeyRefused(file + ": other users can use this file. Do: chmod 600 " + file);
            }
            Path folder = file.getParent();
            if (folder != null && isOpenToWriters(folder)) {
                throw new StoreKeyRefused(
                        folder + ": other users can replace the files in this folder. Do: chmod go-w " + folder);
            }
        } catch (IOException e) {
            throw new StoreKeyRefused(file + ": the mode of this file cannot be read. Run as the user who owns it.", e);
        }
    }

    private static boolean isOpenToWriters(Path folder) throws IOException {
        int sticky = (int) Files.getAttribute(folder, "unix:mode") & 01000;
        return sticky == 0 && Files.getPosixFilePermissions(folder).stream().anyMatch(OTHERS_WRITE::contains);
    }

    private static boolean hasModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
