package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.event.Change;
import java.util.ArrayList;

/** What others have changed since an administrator looked. */
final class Meanwhile {
    private Meanwhile() {}

    /**
     * Refuses what would overwrite it.
     *
     * @param seen the newest change that the administrator has seen
     * @param newest the newest that there is
     * @param what what is refused
     * @param fix what to do instead
     */
    static void refuse(Installation installation, long seen, long newest, String what, String fix) {
        if (seen == newest) {
            return;
        }
        var lines = new ArrayList<String>();
        if (seen > newest) {
            lines.add(what + ", which is none of this node's: it comes from another one, or from before a restore");
        } else {
            lines.add(what + "; since then this was changed:");
            installation.ofDocumentSince(seen).reversed().forEach(change -> lines.add(line(change)));
        }
        lines.add("Nothing was written; " + fix);
        throw CommandRefused.no(String.join("\n", lines));
    }

    private static String line(Change change) {
        var lines = change.deed().lines();
        return "  " + change.number() + " " + change.who() + ": "
                + (lines.isEmpty() ? change.deed().by().comment() : lines.getFirst())
                + (lines.size() > 1 ? " (and " + (lines.size() - 1) + " more)" : "");
    }
}
