package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.InvalidDocument;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.PolicyAdministration.Plan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign policy edit}. */
@Command(
        name = "edit",
        description = {
            "Open policies and clients in your editor, check what you saved as a whole, and make it the newest revision.",
            "What cannot work is written above its line and opened again; to give up, leave the editor without a change. The text"
                    + " is kept then, and also when somebody else was faster.",
            "The editor is that of $$VISUAL or $$EDITOR."
        })
final class PolicyEdit implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Mixin
    private final CasesOption cases = new CasesOption();

    @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            long seen = installation.newestOfDocument();
            var draft = Draft.of(
                    node.surroundings(),
                    installation
                            .policies()
                            .export(unreadable -> unreadable
                                    .problems()
                                    .forEach(problem -> node.err().println("Warning: " + problem))));
            if (!draft.edit()) {
                draft.delete();
                node.out().println("Nothing was changed.");
                return ExitCode.DONE;
            }
            try {
                write(installation, plan(installation, draft), seen);
            } catch (CommandRefused refused) {
                throw refused.with("Your text is kept in " + draft.file());
            }
            if (!dryRun) {
                draft.delete();
            } else {
                node.out().println("Your text is kept in " + draft.file() + ".");
            }
            return ExitCode.DONE;
        }
    }

    /** Until it can work, or whoever edits gives up. */
    private Plan plan(Installation installation, Draft draft) {
        while (true) {
            try {
                return installation
                        .policies()
                        .plan(Draft.SOURCE, draft.text(), node.surroundings().directory());
            } catch (InvalidDocument invalid) {
                invalid.problems().forEach(problem -> node.err().println(problem));
                draft.complain(invalid.problems());
                if (!draft.edit()) {
                    throw CommandRefused.invalid("Nothing was written.");
                }
            }
        }
    }

    private void write(Installation installation, Plan plan, long seen) {
        Meanwhile.refuse(
                installation,
                seen,
                installation.newestOfDocument(),
                "while you were editing policies or clients were changed",
                "make your change once more on what is in force now");
        var applied = new Applied(node, installation);
        applied.show(plan);
        cases.require(node, installation, plan);
        if (!dryRun && !plan.isEmpty()) {
            applied.write(plan, comment.text());
        }
    }
}
