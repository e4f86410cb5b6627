package io.countersign.cli.terminal;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.host.TextFiles;
import io.countersign.radius.host.UnreadableText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a password comes from: a file, a terminal (asked twice), else one line of standard input. Never the command line. */
public final class Passwords {
    private static final int MAX_OCTETS = 128;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "Read the password from this file, without its final line end. Default: ask on the terminal, or read one"
                            + " line of standard input.")
    private @Nullable Path file;

    /** Made by Picocli. */
    public Passwords() {}

    /**
     * The password.
     *
     * @throws CommandRefused if it is empty, longer than RADIUS can carry, or typed in two ways
     */
    public Secret read(Surroundings surroundings, String user) {
        var text = file == null
                ? typed(surroundings, user)
                : content(surroundings.directory().resolve(file));
        var password = Secret.ofText(text);
        if (password.length() == 0) {
            throw CommandRefused.invalid("the password is empty; nobody can log in without one");
        }
        if (password.length() > MAX_OCTETS) {
            throw CommandRefused.invalid(
                    "the password has more than 128 octets, which is the most that RADIUS carries");
        }
        return password;
    }

    private static String typed(Surroundings surroundings, String user) {
        return surroundings
                .hiddenPrompt()
                .map(prompt -> {
                    var first = prompt.apply("Password of " + user + ": ");
                    if (!first.equals(prompt.apply("Again: "))) {
                        throw CommandRefused.invalid("the two passwords differ; nothing was changed");
                    }
                    return first;
                })
                .orElseGet(() -> line(surroundings));
    }

    /** One line of standard input. */
    public static String line(Surroundings surroundings) {
        try {
            return Optional.ofNullable(surroundings.input().readLine()).orElse("");
        } catch (CharacterCodingException _) {
            throw CommandRefused.invalid("standard input is no UTF-8 text; nothing was changed");
        } catch (IOException e) {
            throw CommandRefused.invalid("standard input cannot be read: " + e.getMessage());
        }
    }

    private static String content(Path file) {
        try {
            return TextFiles.decoded(Files.readAllBytes(file)).replaceFirst("\\r?\\n\\z", "");
        } catch (UnreadableText unreadable) {
            throw CommandRefused.invalid(
                    "the password file " + file + " " + unreadable.getMessage() + "; save it as UTF-8");
        } catch (IOException _) {
            throw CommandRefused.invalid("the password file " + file + " cannot be read");
        }
    }
}
