package io.countersign.radius.administration;

import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.Store.Soundness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Makes a node's first files. What is there already is never touched. */
public final class Setup {
    private static final String FIRST_SETTINGS = """
            # One node of Countersign. `countersign check` verifies this file.
            listen:
              authentication: [127.0.0.1:1812]   # 0.0.0.0:1812 serves other machines too
            metrics: 127.0.0.1:18120             # health and metrics; loopback only

            data: data                           # database, audit, control socket
            store: sqlite:countersign.db
            store-key: store.key                 # seals secrets at rest: back it up apart from the database
            plugins: plugins                     # your own second factors, one folder each

            audit:
              file: audit.jsonl
            """;

    private Setup() {}

    /**
     * Makes settings if there are none, then key, data folder and database.
     *
     * @return what was done, one line each
     * @throws io.countersign.policy.InvalidDocument if there are settings with problems; nothing is written then
     */
    public static List<String> init(Path settingsFile, Environment environment) {
        var done = new ArrayList<String>();
        if (Files.notExists(settingsFile)) {
            write(settingsFile);
            done.add("Wrote the settings " + settingsFile + ".");
        }
        var settings = SettingsReader.read(settingsFile, environment.variables());
        FileOwner.requireMine(settings.store().files());
        done.add(
                switch (Store.create(settings.store())) {
                    case CREATED ->
                        "Made the store key " + settings.store().keyFile() + " and the database "
                                + settings.store().place() + ".";
                    case ALREADY_THERE ->
                        "The store key " + settings.store().keyFile() + " and the database "
                                + settings.store().place() + " are there already and belong together.";
                });
        return done;
    }

    /**
     * Brings the database of an older program up to date.
     *
     * @return what was done
     */
    public static String upgrade(Path settingsFile, Environment environment) {
        var settings = SettingsReader.read(settingsFile, environment.variables());
        FileOwner.requireMine(settings.store().files());
        if (!Store.upgrade(settings.store())) {
            return settings.store().place() + " is up to date already.";
        }
        var done = new ArrayList<>(List.of("Brought " + settings.store().place() + " up to date."));
        try (var store = Store.open(settings.store(), environment.clock(), Soundness.QUICK)) {
            store.damage().forEach(line -> done.add("Still refused: " + line));
        }
        return String.join("\n", done);
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, FIRST_SETTINGS, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new NodeRefused(
                    "the settings file " + file
                            + " cannot be made: is its folder there, and yours? To begin in this folder: countersign init --config countersign.yaml",
                    e);
        }
    }
}
