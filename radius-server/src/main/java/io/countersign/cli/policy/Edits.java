package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.document.Assignment;
import io.countersign.policy.document.DocumentEdit;
import io.countersign.radius.crypto.Secret;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What each command has that changes items of what is in force: {@code --comment} and {@code --dry-run}. What is in force is read, changed,
 * checked as a whole, shown and written in one go.
 */
public final class Edits {
    @Mixin
    private final CommentOption comment = new CommentOption();

    @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
    private boolean dryRun;

    /** Made by Picocli. */
    public Edits() {}

    /** Makes a change; what the command answers to the shell. */
    public int make(NodeOption node, Consumer<DocumentEdit> edit) {
        make(node, edit, Map.of());
        return ExitCode.DONE;
    }

    /**
     * The same with new shared secrets of clients.
     *
     * @return whether it was written
     */
    public boolean make(NodeOption node, Consumer<DocumentEdit> edit, Map<String, Secret> given) {
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
}
