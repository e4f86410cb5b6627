package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.Table;
import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.radius.administration.Examination;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign doctor}. */
@Command(
        name = "doctor",
        description = {
            "Prove everything that a login needs: settings, store, policies, the running server, and each second factor with"
                    + " the services behind it. Goes on after a fault, prompts nobody and writes nothing.",
            "Exit code 1 if logins would fail."
        },
        footer = {"", "Example:", "  countersign doctor --user alice"})
final class Doctor implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            description = "A user to look up everywhere too, as the login name that the client sends.")
    private @Nullable String user;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        var findings =
                new Examination(node.settingsFile(), node.surroundings().environment()).run(Optional.ofNullable(user));
        var table = new Table("level", "subject", "finding");
        findings.forEach(finding -> table.row(word(finding.level()), finding.subject(), finding.text()));
        table.print(node.out(), output);
        if (!output.isJson()) {
            node.out().println();
            node.out().println(conclusion(count(findings, Level.FAULT), count(findings, Level.WARNING)));
        }
        return count(findings, Level.FAULT) == 0 ? ExitCode.DONE : ExitCode.NO;
    }

    /** What is wrong stands out. */
    private String word(Level level) {
        var word = level.name();
        return output.isJson() || level == Level.GOOD ? word.toLowerCase(Locale.ROOT) : word;
    }

    private static long count(List<MfaFinding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String conclusion(long faults, long warnings) {
        if (faults + warnings == 0) {
            return "Everything is as it should be.";
        }
        return faults == 0
                ? "No faults; warnings: " + warnings + "."
                : "Faults: " + faults + ", warnings: " + warnings + ". Logins fail until the faults are mended.";
    }
}
