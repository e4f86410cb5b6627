package io.countersign.radius.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder whose code may run inside the server: it, what is in it and what it stands in are owned by root or by the user who runs the
 * server, and nobody else can write there. On systems without POSIX permissions nothing is checked.
 */
final class TrustedFolder {
    private static final int STICKY = 01000;

    private final Path folder;

    private TrustedFolder(Path folder) {
        this.folder = folder;
    }

    static TrustedFolder of(Path folder) {
        try {
            var real = folder.toRealPath();
            for (var parent = real.getParent(); parent != null; parent = parent.getParent()) {
                checkParent(parent);
            }
            return new TrustedFolder(check(real));
        } catch (IOException unreadable) {
            throw new PluginRefused(
                    "cannot read the plugin folder " + folder + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** The folders in this one, by name. */
    List<Path> folders() {
        return children().stream().filter(Files::isDirectory).toList();
    }

    /** The jars in a folder of this one, by name. */
    static List<Path> jars(Path within) {
        return new TrustedFolder(within)
                .children().stream()
                        .filter(file -> file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file))
                        .toList();
    }

    private List<Path> children() {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted()
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .map(this::inside)
                    .toList();
        } catch (IOException unreadable) {
            throw new PluginRefused("cannot list " + folder + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private Path inside(Path child) {
        try {
            if (!child.toRealPath().startsWith(folder)) {
                throw new PluginRefused(child + " leads out of the plugin folder; put the files themselves there");
            }
            return check(child);
        } catch (IOException unreadable) {
            throw new PluginRefused("cannot read " + child + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static Path check(Path path) throws IOException {
        if (posix(path) && (!ownedByTrusted(path) || writableByOthers(path))) {
            throw refusal(path);
        }
        return path;
    }

    private static void checkParent(Path parent) throws IOException {
        if (posix(parent) && (!ownedByTrusted(parent) || (writableByOthers(parent) && !sticky(parent)))) {
            throw refusal(parent);
        }
    }

    private static PluginRefused refusal(Path path) throws IOException {
        return new PluginRefused(path + " belongs to " + Files.getOwner(path).getName()
                + " or others can write to it; plugins run inside the server: chown it to root (or to the user who runs"
                + " countersign) and chmod go-w");
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static boolean ownedByTrusted(Path path) throws IOException {
        var owner = Files.getOwner(path).getName();
        return owner.equals("root") || owner.equals(System.getProperty("user.name"));
    }

    /** A group of the owner's name is the owner's private group, as many distributions make one for each user. */
    private static boolean writableByOthers(Path path) throws IOException {
        var attributes = Files.readAttributes(path, PosixFileAttributes.class);
        var permissions = attributes.permissions();
        return permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || (permissions.contains(PosixFilePermission.GROUP_WRITE)
                        && !privateGroup(attributes.owner(), attributes.group()));
    }

    private static boolean privateGroup(UserPrincipal owner, GroupPrincipal group) {
        return owner.getName().equals(group.getName());
    }

    private static boolean sticky(Path path) throws IOException {
        return ((int) Files.getAttribute(path, "unix:mode") & STICKY) != 0;
    }
}
