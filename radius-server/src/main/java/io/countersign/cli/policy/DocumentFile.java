package io.countersign.cli.policy;

import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.TextFile;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.PolicyAdministration.Plan;
import java.nio.file.Path;

/** Reads a policy document that is named on the command line. */
final class DocumentFile {
    private DocumentFile() {}

    /** Checks it as a whole and compares it with what is in force. Its references are relative to its folder. */
    static Plan plan(NodeOption node, Installation installation, Path file) {
        var document = node.surroundings().directory().resolve(file);
        var folder = document.toAbsolutePath().getParent();
        return installation
                .policies()
                .plan(file.toString(), TextFile.read(node.surroundings(), file), folder == null ? document : folder);
    }
}
