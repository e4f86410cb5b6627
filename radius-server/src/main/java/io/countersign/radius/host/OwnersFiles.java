package io.countersign.radius.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files, folders and sockets that their owner alone can use, whatever the umask.
 *
 * <p>By POSIX modes where the file system has them, else by an access list with one entry, as on Windows. Where it has neither, everything
 * works, and {@link #warning} says what is missing. Used by any thread.
 */
public final class OwnersFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OwnersFiles.class);

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<PosixFilePermission> OTHERS_WRITE = PosixFilePermissions.fromString("----w--w-");
    private static final int STICKY = 01000;

    private static final Set<AclEntryPermission> CHANGES = EnumSet.of(
            AclEntryPermission.WRITE_DATA,
            AclEntryPermission.APPEND_DATA,
            AclEntryPermission.DELETE,
            AclEntryPermission.DELETE_CHILD,
            AclEntryPermission.WRITE_ACL,
            AclEntryPermission.WRITE_OWNER);

    /** Reading, and what changes it. */
    private static final Set<AclEntryPermission> USES = with(CHANGES, AclEntryPermission.READ_DATA);

    private OwnersFiles() {}

    private static Set<AclEntryPermission> with(Set<AclEntryPermission> some, AclEntryPermission another) {
        var all = EnumSet.copyOf(some);
        all.add(another);
        return all;
    }

    /** How a file system keeps others away. */
    private enum Guard {
        MODES,
        ACCESS_LIST,
        NONE;

        static Guard of(Path path) {
            var views = path.getFileSystem().supportedFileAttributeViews();
            if (views.contains("posix")) {
                return MODES;
            }
            return views.contains("acl") ? ACCESS_LIST : NONE;
        }
    }

    /** Makes a folder, and those above it, unless it is there already. Those that are there stay as they are. */
    public static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        var parent = folder.getParent();
        if (parent != null) {
            createFolders(parent);
        }
        switch (Guard.of(folder)) {
            case MODES -> {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
                Files.setPosixFilePermissions(folder, FOLDER);
            }
            case ACCESS_LIST -> {
                Files.createDirectory(folder);
                setAccessList(folder, EnumSet.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT));
            }
            case NONE -> Files.createDirectory(folder);
        }
    }

    /** Makes the folder of a file, as {@link #createFolders} does. */
    public static void createFolderOf(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            createFolders(folder);
        }
    }

    /** A name beside a file that nobody else has, for one that is finished before it gets its own. */
    public static Path beside(Path file) {
        return file.toAbsolutePath().resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
    }

    /**
     * Makes a file with a content, on the disk when this returns.
     *
     * @throws FileAlreadyExistsException if there is one
     */
    public static void create(Path file, byte[] content) throws IOException {
        create(file);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** Opens a file for writing and makes it if need be. One that is there keeps its modes. */
    public static FileChannel open(Path file, StandardOpenOption how) throws IOException {
        if (Files.notExists(file)) {
            try {
                create(file);
            } catch (FileAlreadyExistsException _) {
                // made by somebody else meanwhile
            }
        }
        return FileChannel.open(file, how);
    }

    /**
     * Takes from others what they can do with something that could not be made so from the beginning, such as a socket. Where its access
     * list cannot be set, that of its folder has to do, and the log tells.
     */
    public static void restrict(Path path) throws IOException {
        switch (Guard.of(path)) {
            case MODES -> Files.setPosixFilePermissions(path, FILE);
            case ACCESS_LIST -> {
                try {
                    setAccessList(path, Set.of());
                } catch (IOException e) {
                    LOG.warn(
                            "the access list of {} cannot be set, so that of its folder holds: {}",
                            path,
                            e.getMessage());
                }
            }
            case NONE -> {}
        }
    }

    /**
     * Whether a file is there.
     *
     * @throws AccessDeniedException if this user may not look, with the folder's owner and what to do as its reason
     */
    public static boolean exists(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        } catch (AccessDeniedException _) {
            throw new AccessDeniedException(
                    file.toString(), null, "this user may not look there; run as " + ownerOfFolder(file));
        }
    }

    private static String ownerOfFolder(Path file) {
        for (var folder = file.toAbsolutePath().getParent(); folder != null; folder = folder.getParent()) {
            try {
                return Files.getOwner(folder).getName() + ", who owns " + folder;
            } catch (IOException | UnsupportedOperationException _) {
                // not even that may be seen: ask the one above
            }
        }
        return "the user of the server";
    }

    /** What lets others than the owner use a file, or replace it, and what to do. Only modes are looked at. */
    public static Optional<String> openToOthers(Path file) throws IOException {
        if (Guard.of(file) != Guard.MODES) {
            return Optional.empty();
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            return Optional.of(file + ": other users can use this file. Do: chmod 600 " + file);
        }
        var folder = file.getParent();
        return folder != null && isOpenToWriters(folder)
                ? Optional.of(folder + ": other users can replace the files in this folder. Do: chmod go-w " + folder)
                : Optional.empty();
    }

    /**
     * What lets others than the owner and the machine's administrators read a file, or change or replace it, and the command that mends it.
     * Of an access list too.
     */
    public static Optional<String> usableByOthers(Path file) throws IOException {
        return switch (Guard.of(file)) {
            case MODES -> openToOthers(file);
            case ACCESS_LIST -> grantsOthers(file, USES, "can use it");
            case NONE -> Optional.empty();
        };
    }

    /** The same of changing or replacing it alone: whoever else may read it. */
    public static Optional<String> changeableByOthers(Path path) throws IOException {
        return switch (Guard.of(path)) {
            case MODES ->
                isWritableByOthers(path) && !isSticky(path)
                        ? Optional.of(path + ": other users can write to it. Do: chmod go-w " + path)
                        : Optional.empty();
            case ACCESS_LIST -> grantsOthers(path, CHANGES, "can change it");
            case NONE -> Optional.empty();
        };
    }

    /** A group of the owner's name is the owner's private group, as many distributions make one for each user. */
    private static boolean isWritableByOthers(Path path) throws IOException {
        var attributes = Files.readAttributes(path, PosixFileAttributes.class);
        return attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                || (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                        && !attributes
                                .group()
                                .getName()
                                .equals(attributes.owner().getName()));
    }

    private static Optional<String> grantsOthers(Path path, Set<AclEntryPermission> permissions, String what)
            throws IOException {
        var view = Files.getFileAttributeView(path, AclFileAttributeView.class);
        var owner = view.getOwner();
        return view.getAcl().stream()
                .filter(entry -> entry.type() == AclEntryType.ALLOW
                        && !entry.principal().equals(owner)
                        && !isOfTheMachine(entry.principal())
                        && entry.permissions().stream().anyMatch(permissions::contains))
                .findFirst()
                .map(entry -> path + ": " + entry.principal().getName()
                        + " " + what + ". Do: icacls \"" + path
                        + "\" /inheritance:r /grant:r \"" + owner.getName()
                        + (Files.isDirectory(path) ? ":(OI)(CI)F\"" : ":F\""));
    }

    /**
     * Whether it is SYSTEM or the group of administrators, who can do anything anyhow. Windows translates both names, and Java does not tell
     * what they stand for: {@code NT-AUTORIT\u00c4T\SYSTEM}, {@code VORDEFINIERT\Administratoren}, {@code AUTORITE NT\Syst\u00e8me}.
     */
    private static boolean isOfTheMachine(UserPrincipal principal) {
        var name = principal.getName();
        var own = name.substring(name.lastIndexOf('\\') + 1).toLowerCase(Locale.ROOT);
        return own.startsWith("syst") || own.startsWith("admin");
    }

    /** Whether every user of the machine can read a file, as far as its modes say so. */
    public static boolean isReadByAll(Path file) throws IOException {
        return Guard.of(file) == Guard.MODES
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    /** What an administrator has to see to, where the file system of a folder can keep nothing for its owner. */
    public static Optional<String> warning(Path folder) {
        return Guard.of(folder) == Guard.NONE
                ? Optional.of("the file system of " + folder + " has neither modes nor access lists, so that everybody"
                        + " who reaches it can read and change what is there; put data and store-key elsewhere")
                : Optional.empty();
    }

    /** Nothing is in it before its guard is set. */
    private static void create(Path file) throws IOException {
        switch (Guard.of(file)) {
            case MODES -> {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
                Files.setPosixFilePermissions(file, FILE); // the umask may have taken the owner's too
            }
            case ACCESS_LIST -> {
                Files.createFile(file);
                setAccessList(file, Set.of());
            }
            case NONE -> Files.createFile(file);
        }
    }

    private static void setAccessList(Path path, Set<AclEntryFlag> inherited) throws IOException {
        var view = Files.getFileAttributeView(path, AclFileAttributeView.class);
        view.setAcl(List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .setFlags(inherited)
                .build()));
    }

    private static boolean isSticky(Path path) throws IOException {
        return ((int) Files.getAttribute(path, "unix:mode") & STICKY) != 0;
    }

    private static boolean isOpenToWriters(Path folder) throws IOException {
        return !isSticky(folder)
                && Files.getPosixFilePermissions(folder).stream().anyMatch(OTHERS_WRITE::contains);
    }
}
