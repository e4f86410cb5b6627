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

    /** With the factor that every installation has, for a client on this machine, so that a login can be tried at once. */
    private static final String FIRST_POLICIES = """
            # Who may ask, and who gets in. `countersign policy apply policies.yaml` checks this document and puts it in force.
            clients:
              - name: this-machine
                address: 127.0.0.1
                secret: ${file:this-machine.secret}
                challenge: true                      # it can show an Access-Challenge, so codes work

            connection-request-policies:             # who checks the first factor; the first that matches decides
              - name: Everybody
                when:
                  day-and-time: Sun-Sat 00:00-24:00
                authentication: here
                with: [local]

            network-policies:                        # who may come in; the first that matches decides; none is a reject
              - name: VPN users
                when:
                  user-groups: ['local\\VPN Users']
                constraints:
                  authentication-methods: [pap]
                access: grant
                mfa:
                  any-of: [totp]
            """;

    /** The first policies, beside the settings. */
    public static final String POLICIES = "policies.yaml";

    /** The shared secret of their client, beside them. */
    public static final String SECRET = "this-machine.secret";

    private Setup() {}

    /**
     * What was done.
     *
     * @param lines one for each thing
     */
    public record Done(List<String> lines, boolean wroteFirstPolicies) {
        /** Copies the list. */
        public Done {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Makes settings if there are none, with a first policy document and a shared secret beside them, then key, data folder and database.
     *
     * @throws io.countersign.policy.InvalidDocument if there are settings with problems; nothing is written then
     */
    public static Done init(Path settingsFile, Environment environment) {
        var done = new ArrayList<String>();
        boolean wroteFirstPolicies = false;
        if (Files.notExists(settingsFile)) {
            write(settingsFile);
            done.add("Wrote the settings " + settingsFile + ".");
            var first = firstPolicies(settingsFile);
            wroteFirstPolicies = !first.isEmpty();
            done.addAll(first);
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
        return new Done(done, wroteFirstPolicies);
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

    /**
     * What an installed service does before each start, since nobody is there to do it: makes key and database if neither is there, with first
     * policies beside the settings then, or else brings an older program's database up to date.
     *
     * @return what was done, one line each
     */
    public static List<String> prepare(Path settingsFile, Environment environment) {
        var settings = SettingsReader.read(settingsFile, environment.variables());
        if (settings.store().files().stream().anyMatch(Files::exists)) {
            return List.of(upgrade(settingsFile, environment));
        }
        var done = new ArrayList<>(firstPolicies(settingsFile));
        done.addAll(init(settingsFile, environment).lines());
        return done;
    }

    /**
     * Makes a first policy document and a shared secret for clients on this machine, beside the settings. Both or, where one of the files is
     * there already, neither.
     *
     * @return what was done, one line each
     */
    public static List<String> firstPolicies(Path settingsFile) {
        var policies = settingsFile.resolveSibling(POLICIES);
        var secret = settingsFile.resolveSibling(SECRET);
        if (Files.exists(policies) || Files.exists(secret)) {
            return List.of();
        }
        try {
            Files.writeString(policies, FIRST_POLICIES, StandardOpenOption.CREATE_NEW);
            SharedSecretFile.make(secret);
        } catch (IOException failed) {
            throw new NodeRefused(policies + " or " + secret + " cannot be made: " + failed.getMessage(), failed);
        }
        return List.of(
                "Wrote a first policy document " + policies + ".",
                "Made a shared secret for RADIUS clients on this machine, " + secret + ".");
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
