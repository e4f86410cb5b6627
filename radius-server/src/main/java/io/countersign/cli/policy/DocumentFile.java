package io.countersign.cli.policy;

import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.TextFile;
import io.countersign.radius.administration.ExportMark;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.PolicyAdministration.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A policy document that is named on the command line. */
final class DocumentFile {
    private final NodeOption node;
    private final Installation installation;
    private final Path file;
    private final Path place;
    private final String text;
    private final OptionalLong mark;
    private final long newest;

    /** Reads it. */
    DocumentFile(NodeOption node, Installation installation, Path file) {
        this.node = node;
        this.installation = installation;
        this.file = file;
        this.place = node.surroundings().directory().resolve(file).toAbsolutePath();
        this.text = TextFile.read(node.surroundings(), file);
        this.mark = ExportMark.in(text);
        this.newest = installation.newestOfDocument();
    }

    /** Checks it as a whole and compares it with what is in force. Its references are relative to its folder. */
    Plan plan() {
        var folder = place.getParent();
        return installation.policies().plan(file.toString(), text, folder == null ? place : folder);
    }

    /** Nobody's change is overwritten unseen. */
    void refuseOvertaken() {
        mark.ifPresent(exported -> Meanwhile.refuse(
                installation,
                exported,
                newest,
                file + " was exported after change " + exported,
                "export anew and make your change there, or delete the first line of the file to apply it as it is"));
    }

    /** What was just written is in the file, which may be changed and applied once more. */
    void renewMark() {
        if (mark.isEmpty() || file.toString().equals("-")) {
            return;
        }
        var since = installation.ofDocumentSince(newest);
        try {
            if (!since.isEmpty() && ExportMark.renew(place, since.getLast().number())) {
                return;
            }
        } catch (IOException _) {
            // told below
        }
        node.err()
                .println("Warning: the first line of " + file
                        + " cannot be brought up to date; export anew before you change it further");
    }
}
