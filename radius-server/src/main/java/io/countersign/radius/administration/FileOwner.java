package io.countersign.radius.administration;

import io.countersign.radius.control.NodeRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keeps root from leaving files behind that the server's own user cannot use. */
public final class FileOwner {
    private static final String ROOT = "root";

    private FileOwner() {}

    /**
     * Passes over a file that is not there yet.
     *
     * @throws NodeRefused if root runs this and one of the files is another user's
     */
    public static void requireMine(List<Path> files) {
        files.forEach(FileOwner::requireMine);
    }

    private static void requireMine(Path file) {
        var owner = owner(file);
        if (ROOT.equals(System.getProperty("user.name"))
                && owner.isPresent()
                && !owner.get().equals(ROOT)) {
            throw new NodeRefused(file + " belongs to " + owner.get() + ", and root would leave files there that "
                    + owner.get() + " cannot use; do: runuser -u " + owner.get() + " -- countersign …");
        }
    }

    private static Optional<String> owner(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.getOwner(file).getName()) : Optional.empty();
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }
}
