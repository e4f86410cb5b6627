package io.countersign.radius.administration;

import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.control.ControlSocket;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.host.OwnersFiles;
import io.countersign.radius.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Backups: one ZIP file with the database as it was at one moment, and the settings. The store key is never in it: whoever has both has every
 * shared secret.
 */
public final class Backups {
    private static final String DATABASE = "countersign.db";
    private static final String SETTINGS = "countersign.yaml";
    private static final String ABOUT = "about.txt";

    private Backups() {}

    /**
     * Makes a backup, while a server runs or not.
     *
     * @return what was done, one line each
     * @throws NodeRefused if the file is there already, or cannot be written
     */
    public static List<String> make(Path settingsFile, Environment environment, Path target) {
        var settings = read(settingsFile, environment);
        OwnersZip.requireNew(target);
        var copy = OwnersFiles.beside(target);
        try {
            Store.copy(settings.store(), copy);
            try (var zip = OwnersZip.create(target)) {
                zip.add(ABOUT, about(settings, environment).getBytes(StandardCharsets.UTF_8));
                zip.add(SETTINGS, settings.file());
                zip.add(DATABASE, copy);
            }
        } catch (IOException e) {
            throw new NodeRefused("the backup " + target + " cannot be written: " + e.getMessage(), e);
        } finally {
            deleteQuietly(copy);
        }
        return List.of(
                "Wrote " + target + ": database and settings.",
                "Not in it, to be kept elsewhere: the store key "
                        + settings.store().keyFile()
                        + " (copy it once; without it the backup is worth nothing), files that the settings refer to, and the audit files.");
    }

    /**
     * Puts a backup's database in place of the node's, while no server runs. The settings are put back only where there are none.
     *
     * @param replace whether a database that is there may be moved aside
     * @return what was done, one line each
     * @throws NodeRefused if the backup cannot be used, a server runs, or there is a database that may not be moved
     */
    public static List<String> restore(Path settingsFile, Environment environment, Path backup, boolean replace) {
        var done = new ArrayList<String>();
        try (var zip = new ZipFile(backup.toFile())) {
            if (Files.notExists(settingsFile)) {
                OwnersFiles.createFolderOf(settingsFile);
                try (var content = entry(zip, SETTINGS, backup)) {
                    OwnersFiles.create(settingsFile, content.readAllBytes());
                }
                done.add("Put the settings back as " + settingsFile + ".");
            }
            var settings = read(settingsFile, environment);
            requireKey(settings);
            try (var _ = ControlSocket.reserve(settings.data())) {
                done.addAll(restore(settings, environment, zip, backup, replace));
            }
        } catch (NoSuchFileException e) {
            throw new NodeRefused(backup + ": there is no such file", e);
        } catch (ZipException e) {
            throw new NodeRefused(backup + " is no backup, or a damaged one: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new NodeRefused("the backup " + backup + " cannot be put back: " + e.getMessage(), e);
        }
        return done;
    }

    private static List<String> restore(
            NodeSettings settings, Environment environment, ZipFile zip, Path backup, boolean replace)
            throws IOException {
        var database = settings.store().files().getFirst();
        if (Files.exists(database) && !replace) {
            throw new NodeRefused(database + " is there already; to move it aside and put the backup in its place:"
                    + " countersign restore --replace " + backup);
        }
        OwnersFiles.createFolderOf(database);
        var copy = OwnersFiles.beside(database);
        try {
            try (var content = entry(zip, DATABASE, backup);
                    var out = Channels.newOutputStream(OwnersFiles.open(copy, StandardOpenOption.WRITE))) {
                content.transferTo(out);
            }
            var aside =
                    Store.replace(settings.store(), copy, environment.clock().instant());
            var done = new ArrayList<String>();
            done.add("Put the database back as " + database + ".");
            aside.ifPresent(folder -> done.add("What was there before is in " + folder + "."));
            done.add(
                    "Next: countersign upgrade if a newer program made it necessary, countersign check, then start the server a few"
                            + " minutes after the backup was made: codes that were used since could be used once more until then.");
            return done;
        } finally {
            deleteQuietly(copy);
        }
    }

    private static NodeSettings read(Path settingsFile, Environment environment) {
        var settings = SettingsReader.read(settingsFile, environment.variables());
        FileOwner.requireMine(settings.store().files());
        return settings;
    }

    private static void requireKey(NodeSettings settings) {
        if (Files.notExists(settings.store().keyFile())) {
            throw new NodeRefused(settings.store().keyFile()
                    + ": the store key is missing; put it back first, as without it the database cannot be used");
        }
    }

    private static String about(NodeSettings settings, Environment environment) {
        return "A backup of Countersign, made " + environment.clock().instant() + " by version " + ProductVersion.text()
                + " of " + settings.store().place()
                + ".\nTo put it back: countersign restore FILE. It needs the store key, which is not in here.\n";
    }

    private static InputStream entry(ZipFile zip, String name, Path backup) throws IOException {
        return zip.getInputStream(Optional.ofNullable(zip.getEntry(name))
                .orElseThrow(() ->
                        new NodeRefused(backup + " is no backup of Countersign: there is no " + name + " in it")));
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new NodeRefused(file + " cannot be deleted; it is a copy of the database: delete it", e);
        }
    }
}
