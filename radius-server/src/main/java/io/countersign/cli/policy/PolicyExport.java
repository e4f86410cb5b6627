package io.countersign.cli.policy;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign policy export}. */
@Command(
        name = "export",
        description =
                "Print policies and clients as a document that `policy apply` reads again; secrets as $${sealed}, which means"
                        + " keep.")
final class PolicyExport implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            node.out()
                    .print(installation
                            .policies()
                            .export(unreadable -> unreadable
                                    .problems()
                                    .forEach(problem -> node.err().println("Warning: " + problem))));
            node.out().flush();
            return ExitCode.DONE;
        }
    }
}
