package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign policy history}. */
@Command(
        name = "history",
        description = {
            "List the changes, newest first: of policies, clients, shared secrets, users, groups and second factors.",
            "A change that made a revision shows its number; the newest of these is in force."
        },
        footer = {
            "",
            "Examples:",
            "  countersign policy history --kind policies --kind clients",
            "  countersign policy history --kind users --most 1000 -o json"
        })
final class PolicyHistory implements Callable<Integer> {
    /** What {@code --kind} takes. */
    enum Word {
        policies,
        clients,
        servers,
        users,
        groups,
        factors;

        private Kind kind() {
            return Kind.valueOf(name().toUpperCase(Locale.ROOT));
        }
    }

    /** All that is asked for is read into memory. */
    private static final int MOST = 10_000;

    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Changes of one kind: ${COMPLETION-CANDIDATES}. May be given several times. Default: all.")
    private List<Word> kinds = List.of();

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "100",
            description = "No more than so many, " + MOST + " at most (default: ${DEFAULT-VALUE}).")
    private int most = 100;

    @Override
    public Integer call() {
        if (most < 1 || most > MOST) {
            throw CommandRefused.invalid("--most is a number from 1 to " + MOST + ", not " + most);
        }
        try (var installation = node.open()) {
            var table =
                    new Table("change", "revision", "at", "author", "command", "kinds", "changes", "weaker", "comment");
            var wanted = Set.copyOf(kinds.stream().map(Word::kind).toList());
            for (var change : installation.history(wanted, most)) {
                var deed = change.deed();
                table.row(
                        change.number(),
                        change.revision(),
                        change.at(),
                        deed.by().account(),
                        deed.by().command(),
                        words(change),
                        shown(deed.lines()),
                        shown(deed.weaker()),
                        deed.by().comment());
            }
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }

    private static List<String> words(Change change) {
        return change.deed().kinds().stream()
                .sorted()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** All of it for a program; for people the first line, and how many follow. */
    private Object shown(List<String> lines) {
        if (output.isJson() || lines.isEmpty()) {
            return output.isJson() ? lines : Optional.empty();
        }
        return lines.getFirst() + (lines.size() == 1 ? "" : " (and " + (lines.size() - 1) + " more)");
    }
}
