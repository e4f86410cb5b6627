package io.countersign.radius.administration;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.control.ControlSocket;
import io.countersign.radius.host.OwnersFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What others than the server's user can do with its files, each with the command that mends it. By modes and owners, or by access lists on
 * Windows. Secrets that settings and policies name by file are looked at where they are read.
 */
final class PermissionFindings {
    private static final String SUBJECT = "permissions";
    private static final String ROOT = "root";

    private final String user;
    /** One fault of a folder is met at each file in it. */
    private final Set<MfaFinding> findings = new LinkedHashSet<>();

    private PermissionFindings(String user) {
        this.user = user;
    }

    /** One for each fault; one that says so if there is none. */
    static List<MfaFinding> of(NodeSettings settings, String user) {
        var findings = new PermissionFindings(user);
        findings.changeable(settings.file());
        settings.store().files().forEach(file -> findings.secret(file, Level.FAULT));
        findings.secret(settings.data().resolve(ControlSocket.NAME), Level.FAULT);
        findings.secret(settings.audit().file(), Level.WARNING); // users' names; some let a group read them
        findings.changeable(settings.data());
        findings.plugins(settings.plugins());
        return findings.findings.isEmpty()
                ? List.of(new MfaFinding(Level.GOOD, SUBJECT, "nobody else can use the server's files"))
                : List.copyOf(findings.findings);
    }

    /** For the server's user alone. */
    private void secret(Path file, Level level) {
        look(file, level, () -> OwnersFiles.usableByOthers(file));
    }

    /** For others to read at most. */
    private void changeable(Path path) {
        look(path, Level.FAULT, () -> OwnersFiles.changeableByOthers(path));
    }

    /** What is loaded from there runs inside the server. */
    private void plugins(Path folder) {
        changeable(folder);
        inside(folder).forEach(plugin -> {
            changeable(plugin);
            inside(plugin).forEach(this::changeable);
        });
    }

    private static List<Path> inside(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException _) {
            return List.of(); // loading the plugins tells why
        }
    }

    private interface Look {
        Optional<String> at() throws IOException;
    }

    private void look(Path path, Level level, Look look) {
        if (!Files.exists(path)) {
            return;
        }
        try {
            look.at().ifPresent(fault -> add(level, fault));
            owner(path).ifPresent(fault -> add(Level.FAULT, fault));
        } catch (IOException | UnsupportedOperationException e) {
            add(Level.WARNING, path + ": its permissions cannot be read: " + e.getMessage());
        }
    }

    /** Whoever owns a file may do with it what they like; on Windows owners are groups as well, and the access list decides. */
    private Optional<String> owner(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Optional.empty();
        }
        var owner = Files.getOwner(path).getName();
        return owner.equals(user) || owner.equals(ROOT)
                ? Optional.empty()
                : Optional.of(path + ": belongs to " + owner + ", not to " + user + ". Do: chown " + user + " " + path);
    }

    private void add(Level level, String text) {
        findings.add(new MfaFinding(level, SUBJECT, text));
    }
}
