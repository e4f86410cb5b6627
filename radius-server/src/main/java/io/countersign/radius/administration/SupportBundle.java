package io.countersign.radius.administration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.countersign.mfa.MfaFinding;
import io.countersign.policy.InvalidDocument;
import io.countersign.radius.audit.AuditLine;
import io.countersign.radius.audit.AuditSearch;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.event.Author;
import io.countersign.radius.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody who helps needs to see of a node, in one ZIP file, and nothing that is secret: passwords, shared secrets, keys and seeds are not
 * in it, users' names only if logins are asked for. What cannot be told is told as that: a bundle is made when something is broken.
 */
public final class SupportBundle {
    private static final int CHANGES = 100;

    private final Path settingsFile;
    private final Environment environment;

    /** Of the node with these settings, whether they can be read or not. */
    public SupportBundle(Path settingsFile, Environment environment) {
        this.settingsFile = settingsFile;
        this.environment = environment;
    }

    /**
     * Writes the file, for its owner alone.
     *
     * @param logins so many of the newest lines of the audit file; 0 for none
     * @return the names of what is in it
     * @throws NodeRefused if the file is there already, or cannot be written
     */
    public List<String> write(Path target, int logins) {
        var parts = Stream.of(
                        new Part("about.txt", this::about),
                        new Part("settings.yaml", this::settings),
                        new Part("status.txt", this::status),
                        new Part("doctor.txt", this::findings),
                        new Part("policies.yaml", this::policies),
                        new Part("changes.txt", this::changes),
                        new Part("files.txt", this::files),
                        new Part("logins.jsonl", () -> logins(logins)))
                .filter(part -> logins > 0 || !part.name().startsWith("logins"))
                .toList();
        try (var zip = OwnersZip.create(target)) {
            for (var part : parts) {
                zip.add(part.name(), told(part).getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new NodeRefused("the bundle " + target + " cannot be written: " + e.getMessage(), e);
        }
        return parts.stream().map(Part::name).toList();
    }

    private record Part(String name, Callable<String> text) {}

    private static String told(Part part) {
        try {
            return part.text().call();
        } catch (InvalidDocument e) {
            return "cannot be told:\n"
                    + e.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
        } catch (NodeRefused | StoreException | IOException e) {
            return "cannot be told: " + e.getMessage() + "\n";
        } catch (Exception e) { // a text of a part that is not for people may hold anything
            return "cannot be told: " + e.getClass().getName() + "\n";
        }
    }

    private String about() {
        var runtime = Runtime.getRuntime();
        return String.format(
                Locale.ROOT,
                """
                Countersign %s
                made:      %s
                settings:  %s
                Java:      %s %s
                system:    %s %s %s, %d processors
                time zone: %s
                """,
                ProductVersion.text(),
                environment.clock().instant(),
                settingsFile,
                System.getProperty("java.vendor"),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                runtime.availableProcessors(),
                ZoneId.systemDefault());
    }

    private String settings() throws IOException {
        return String.join("\n", MaskedSettings.of(Files.readAllLines(settingsFile))) + "\n";
    }

    private String status() {
        return Installation.server(settingsFile, environment)
                        .status()
                        .map(Object::toString)
                        .orElse("no server runs")
                + "\n";
    }

    private String findings() {
        return new Examination(settingsFile, environment)
                .run(Optional.empty()).stream().map(SupportBundle::line).collect(Collectors.joining());
    }

    private static String line(MfaFinding finding) {
        return finding.level() + "\t" + finding.subject() + "\t" + finding.text() + "\n";
    }

    private String policies() {
        try (var installation = Installation.open(settingsFile, environment, Author.PROGRAM)) {
            return installation.policies().export(_ -> {});
        }
    }

    private String changes() {
        try (var installation = Installation.open(settingsFile, environment, Author.PROGRAM)) {
            return installation.history(Set.of(), CHANGES).stream()
                    .map(change -> change.number() + "\t" + change.who() + "\t"
                            + change.deed().kinds() + "\n")
                    .collect(Collectors.joining());
        }
    }

    private String files() throws IOException {
        var settings = SettingsReader.read(settingsFile, environment.variables());
        var folders = Stream.of(settings.file().toAbsolutePath().getParent(), settings.data(), settings.plugins())
                .distinct()
                .filter(Files::isDirectory)
                .toList();
        var lines = new StringBuilder();
        for (var folder : folders) {
            lines.append(folder)
                    .append(", free: ")
                    .append(Files.getFileStore(folder).getUsableSpace() >> 20)
                    .append(" MiB\n");
            try (var files = Files.list(folder)) {
                files.sorted().forEach(file -> lines.append(described(file)));
            }
        }
        return lines.toString();
    }

    private static String described(Path file) {
        try {
            return String.format(
                    Locale.ROOT,
                    "  %s %s %d %s%n",
                    modes(file),
                    Files.getOwner(file).getName(),
                    Files.size(file),
                    file.getFileName());
        } catch (IOException | UnsupportedOperationException e) {
            return String.format(Locale.ROOT, "  ? %s%n", file.getFileName());
        }
    }

    private static String modes(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                : "-";
    }

    private String logins(int most) throws IOException {
        return new AuditSearch(Installation.auditFile(settingsFile, environment))
                .find(AuditSearch.Wanted.newest(most)).stream()
                        .map(AuditLine::json)
                        .map(json -> json + "\n")
                        .collect(Collectors.joining());
    }
}
