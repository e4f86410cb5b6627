package io.countersign.cli.directory;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import io.countersign.radius.administration.DirectoryFinding;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign directory test}. */
@Command(
        name = "test",
        description = {
            "Try what logins need of a directory, step by step: each domain controller, the rights of the server's own"
                    + " account, the checking of MS-CHAPv2. Counts nothing against any account.",
            "Exit code 1 if a step fails."
        },
        footer = {"", "Example:", "  countersign directory test corp --user 'CORP\\alice'"})
final class TestDirectory implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "NAME", description = "The directory, as the settings call it.")
    private String name = "";

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            description = "A user to look up too, as the login name that clients send.")
    private @Nullable String user;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var findings = installation.examined(name, Optional.ofNullable(user));
            if (findings.isEmpty()) {
                var known = installation.domains();
                throw CommandRefused.invalid("the settings have no directory " + name + "; they have: "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
            var table = new Table("step", "result", "milliseconds", "finding");
            findings.forEach(finding ->
                    table.row(finding.what(), word(finding), finding.took().toMillis(), finding.said()));
            table.print(node.out(), output);
            return findings.stream().allMatch(DirectoryFinding::isGood) ? ExitCode.DONE : ExitCode.NO;
        }
    }

    /** What is wrong stands out. */
    private String word(DirectoryFinding finding) {
        if (finding.isGood()) {
            return "good";
        }
        return output.isJson() ? "fault" : "FAULT";
    }
}
