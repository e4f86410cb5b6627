package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.Nearest;
import io.countersign.policy.document.Assignment;
import io.countersign.policy.document.DocumentEdit;
import io.countersign.policy.document.DocumentEdit.Kind;
import io.countersign.radius.crypto.Secret;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Changes items of what is in force as a command line says: read, changed, checked as a whole, shown and written in one go. */
public final class Edits {
    private final NodeOption node;
    private final CommentOption comment;
    private final boolean dryRun;

    /**
     * For one command.
     *
     * @param dryRun whether nothing is to be written
     */
    public Edits(NodeOption node, CommentOption comment, boolean dryRun) {
        this.node = node;
        this.comment = comment;
        this.dryRun = dryRun;
    }

    /** Makes a change. */
    public int make(Consumer<DocumentEdit> edit) {
        make(edit, Map.of());
        return ExitCode.DONE;
    }

    /**
     * The same with new shared secrets of clients.
     *
     * @return whether it was written
     */
    public boolean make(Consumer<DocumentEdit> edit, Map<String, Secret> given) {
        try (var installation = node.open(comment)) {
            var applied = new Applied(node, installation);
            var plan = installation
                    .policies()
                    .planEdit(
                            text -> {
                                var document = DocumentEdit.of(text);
                                edit.accept(document);
                                return document.text();
                            },
                            given,
                            node.surroundings().directory());
            applied.show(plan);
            if (dryRun || plan.isEmpty()) {
                return false;
            }
            applied.write(plan, comment.text());
            return true;
        }
    }

    /** What was typed behind a name. */
    public static List<Assignment> assignments(List<String> words) {
        return words.stream().map(Assignment::parse).toList();
    }

    /** Which kind of policy a name means. */
    static Kind kind(DocumentEdit document, String policy) {
        var kinds = Stream.of(Kind.CONNECTION_REQUEST_POLICY, Kind.NETWORK_POLICY)
                .filter(kind -> document.has(kind, policy))
                .toList();
        if (kinds.size() > 1) {
            throw CommandRefused.invalid("there is a connection request policy and a network policy \"" + policy
                    + "\"; say which by --kind connection-request or --kind network");
        }
        if (kinds.isEmpty()) {
            var names = Stream.of(Kind.CONNECTION_REQUEST_POLICY, Kind.NETWORK_POLICY)
                    .flatMap(kind -> document.names(kind).stream())
                    .toList();
            throw CommandRefused.no("there is no policy \"" + policy + "\""
                    + Nearest.to(policy, names)
                            .map(near -> "; did you mean \"" + near + "\"?")
                            .orElse("; countersign policy list shows them"));
        }
        return kinds.getFirst();
    }
}
