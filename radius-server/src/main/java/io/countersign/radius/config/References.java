package io.countersign.radius.config;

import io.countersign.policy.Location;
import io.countersign.policy.Problem;
import io.countersign.policy.Problems;
import io.countersign.policy.yaml.YamlValue;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.SharedSecretText;
import io.countersign.radius.host.OwnersFiles;
import io.countersign.radius.host.TextFiles;
import io.countersign.radius.host.UnreadableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${file:PATH}} and {@code ${env:NAME}} by what they stand for. A file is read without its final line end and the mark of
 * its encoding, relative to the folder of the document. What cannot be read is a problem; a file that every user can read is a warning.
 */
public final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|env):([^}]*)}");
    private static final Pattern LIKE_A_REFERENCE = Pattern.compile("\\$\\{[^}]*}?");
    private static final long MAX_OCTETS = 1 << 16;

    private final Path folder;
    private final Map<String, String> variables;
    private final Problems problems;
    private final List<Problem> warnings = new ArrayList<>();

    /** For a document in a folder. */
    public References(Path folder, Map<String, String> variables, Problems problems) {
        this.folder = folder;
        this.variables = Map.copyOf(variables);
        this.problems = problems;
    }

    /** The text itself, or what it refers to as a whole; empty, with a problem added, if that cannot be read. */
    public Optional<String> resolve(String text, Location at) {
        var reference = REFERENCE.matcher(text);
        if (reference.matches()) {
            return "file".equals(reference.group(1)) ? file(reference.group(2), at) : variable(reference.group(2), at);
        }
        if (LIKE_A_REFERENCE.matcher(text).matches()) {
            problems.add(at, "the reference " + text + " is not known", "write ${file:PATH} or ${env:NAME}");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** The path that a value, or what it refers to, is. */
    Optional<Path> path(YamlValue value) {
        return value.text().flatMap(text -> resolve(text, value.at())).flatMap(text -> path(value, text));
    }

    /** A text of a value as a path. */
    static Optional<Path> path(YamlValue value, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException _) {
            value.problem("this is no path", "write a file or folder name");
            return Optional.empty();
        }
    }

    /** The content of a file. */
    public Optional<String> file(String path, Location at) {
        return octets(path, at).flatMap(octets -> {
            try {
                return Optional.of(TextFiles.decoded(octets).replaceFirst("\\r?\\n\\z", ""));
            } catch (UnreadableText unreadable) {
                problems.add(
                        at, "the file " + folder.resolve(path) + " " + unreadable.getMessage(), "save it as UTF-8");
                return Optional.empty();
            }
        });
    }

    /** The shared secret that a file holds. */
    public Optional<Secret> sharedSecretFile(String path, Location at) {
        return octets(path, at)
                .map(SharedSecretText::ofFile)
                .flatMap(read -> taken(read, "in the file " + folder.resolve(path), at));
    }

    /** The shared secret in an environment variable. */
    public Optional<Secret> sharedSecretVariable(String name, Location at) {
        return variable(name, at)
                .map(SharedSecretText::of)
                .flatMap(read -> taken(read, "in the environment's variable " + name, at));
    }

    private Optional<Secret> taken(SharedSecretText read, String where, Location at) {
        return switch (read) {
            case SharedSecretText.Taken(var secret) -> Optional.of(secret);
            case SharedSecretText.Refused(var what, var fix) -> {
                problems.add(at, "the shared secret " + where + " " + what, fix);
                yield Optional.empty();
            }
        };
    }

    private Optional<byte[]> octets(String path, Location at) {
        var file = folder.resolve(path);
        try {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(path);
            }
            if (Files.size(file) > MAX_OCTETS) {
                problems.add(
                        at, "the file " + file + " has more than 64 KiB", "name the file that holds the secret alone");
                return Optional.empty();
            }
            warnIfOpen(file, at);
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            problems.add(at, "there is no file " + file, "make it, mode 0600, with the secret in one line");
        } catch (IOException _) {
            problems.add(
                    at, "the file " + file + " cannot be read", "let the user who runs Countersign own it, mode 0600");
        }
        return Optional.empty();
    }

    /** The value of an environment variable. */
    public Optional<String> variable(String name, Location at) {
        var value = Optional.ofNullable(variables.get(name));
        if (value.isEmpty()) {
            problems.add(at, "the environment has no variable " + name, "set it where Countersign is started");
        }
        return value;
    }

    /** Adds a warning. */
    void warn(Location at, String what, String fix) {
        warnings.add(new Problem(at, what, fix));
    }

    /** What works but is not as it should be. */
    public List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    private void warnIfOpen(Path file, Location at) throws IOException {
        if (OwnersFiles.isReadByAll(file)) {
            warn(at, "every user of this machine can read " + file, "do: chmod 600 " + file);
        }
    }
}
