package io.countersign.cli.radius;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.Surroundings;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.SharedSecretText;
import io.countersign.radius.host.TextFiles;
import io.countersign.radius.host.UnreadableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files that a command line names. */
record NamedFiles(Path directory) {
    private static final int MOST_OCTETS = 64 * 1024;

    static NamedFiles of(Surroundings surroundings) {
        return new NamedFiles(surroundings.directory());
    }

    private Path resolved(Path path) {
        return directory.resolve(path);
    }

    /** A file that others read. */
    Path existing(Path path) {
        Path file = resolved(path);
        if (!Files.exists(file)) {
            throw missing(file);
        }
        return file;
    }

    private static CommandRefused missing(Path file) {
        return CommandRefused.couldNot("there is no file " + file);
    }

    byte[] octets(Path path) {
        Path file = resolved(path);
        try {
            if (Files.isDirectory(file)) {
                throw CommandRefused.invalid(file + " is a folder; name a file");
            }
            if (Files.size(file) > MOST_OCTETS) {
                throw CommandRefused.invalid(file + " is longer than 64 KiB, which no packet and no request is");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            throw missing(file);
        } catch (IOException failed) {
            throw CommandRefused.couldNot(file + " cannot be read: " + failed.getMessage());
        }
    }

    String text(Path path) {
        try {
            return TextFiles.decoded(octets(path));
        } catch (UnreadableText unreadable) {
            throw CommandRefused.invalid(resolved(path) + " " + unreadable.getMessage() + "; save it as UTF-8");
        }
    }

    /** The shared secret that a file holds, as the server reads it. */
    Secret sharedSecret(Path path) {
        return switch (SharedSecretText.ofFile(octets(path))) {
            case SharedSecretText.Taken(var secret)
            when secret.length() == 0 ->
                throw CommandRefused.invalid(resolved(path) + " is empty; write the shared secret into it");
            case SharedSecretText.Taken(var secret) -> secret;
            case SharedSecretText.Refused(var what, var fix) ->
                throw CommandRefused.invalid("the shared secret in " + resolved(path) + " " + what + "; " + fix);
        };
    }

    /** The password that a file holds, without one line end behind it. */
    Secret password(Path path) {
        return Secret.ofText(text(path).replaceFirst("\\r?\\n\\z", ""));
    }
}
