package io.countersign.cli.terminal;

import io.countersign.radius.host.TextFiles;
import io.countersign.radius.host.UnreadableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The text of a file that a command line names, or of standard input. */
public final class TextFile {
    private static final Path STANDARD_INPUT = Path.of("-");

    private TextFile() {}

    /**
     * Reads UTF-8, or UTF-16 with its mark.
     *
     * @param file relative to the folder of the command; {@code -} for standard input
     * @throws CommandRefused if there is no such text; says which of all reasons it is
     */
    public static String read(Surroundings surroundings, Path file) {
        if (file.equals(STANDARD_INPUT)) {
            return standardInput(surroundings);
        }
        try {
            return TextFiles.decoded(octets(surroundings, file, Integer.MAX_VALUE >> 20));
        } catch (UnreadableText unreadable) {
            throw CommandRefused.invalid(file + ": the file " + unreadable.getMessage() + "; save it as UTF-8");
        }
    }

    /**
     * Reads what is perhaps no text.
     *
     * @param file relative to the folder of the command
     * @param most how many mebibytes it may have; one that has more is not read
     * @throws CommandRefused if there is no such file; says which of all reasons it is
     */
    public static byte[] octets(Surroundings surroundings, Path file, int most) {
        var place = surroundings.directory().resolve(file);
        if (Files.isDirectory(place)) {
            throw CommandRefused.invalid(file + " is a folder; name the file in it");
        }
        try {
            if (Files.size(place) > (long) most << 20) {
                throw CommandRefused.invalid(file + ": the file is longer than " + most + " MiB; name another");
            }
            return Files.readAllBytes(place);
        } catch (NoSuchFileException _) {
            throw CommandRefused.invalid(file + ": there is no such file in "
                    + place.toAbsolutePath().getParent());
        } catch (AccessDeniedException _) {
            throw CommandRefused.invalid(file + ": this user may not read the file");
        } catch (IOException failed) {
            throw CommandRefused.invalid(file + ": the file cannot be read: " + failed.getMessage());
        }
    }

    private static String standardInput(Surroundings surroundings) {
        try {
            return surroundings.input().lines().collect(Collectors.joining("\n", "", "\n"));
        } catch (UncheckedIOException failed) {
            throw CommandRefused.invalid("standard input cannot be read: " + failed.getMessage());
        }
    }
}
