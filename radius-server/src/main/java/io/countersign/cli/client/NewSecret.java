package io.countersign.cli.client;

import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.document.Assignment;
import io.countersign.radius.administration.SharedSecretFile;
import io.countersign.radius.crypto.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a client comes to its shared secret: one of the two. */
final class NewSecret {
    @Option(
            names = "--generate-secret",
            description = "Make a shared secret and show it once, to be written into the client.")
    private boolean generate;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "Read the shared secret from this file, once; it is kept sealed in the store.")
    private @Nullable Path file;

    private @Nullable Secret made;

    boolean isSaid() {
        return generate || file != null;
    }

    /** The key of the document. */
    List<Assignment> assignments(NodeOption node) {
        var value = file == null
                ? "${sealed}"
                : "${file:" + node.surroundings().directory().resolve(file).toAbsolutePath() + "}";
        return isSaid() ? List.of(new Assignment(List.of("secret"), Assignment.Way.SET, value)) : List.of();
    }

    /** The one that was made, if one was to be. */
    Optional<Secret> made() {
        if (generate && made == null) {
            made = SharedSecretFile.secret();
        }
        return Optional.ofNullable(made);
    }

    /** Shows it to whoever is to write it into the client; nobody can ask for it again. */
    void show(NodeOption node, String client) {
        made().ifPresent(secret ->
                node.out().println("Shared secret of " + client + ", shown this once: " + secret.revealText()));
    }
}
