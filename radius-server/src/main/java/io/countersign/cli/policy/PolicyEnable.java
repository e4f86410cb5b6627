package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.NodeOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign policy enable}. */
@Command(name = "enable", description = "Let policies take part again in the decision.")
final class PolicyEnable implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Mixin
    private final KindOption kind = new KindOption();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The policies' names.")
    private final List<String> names = new ArrayList<>();

    @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        var change = Edits.assignments(List.of("enabled=true"));
        return new Edits(node, comment, dryRun)
                .make(document -> names.forEach(name -> document.set(kind.of(document, name), name, change)));
    }
}
