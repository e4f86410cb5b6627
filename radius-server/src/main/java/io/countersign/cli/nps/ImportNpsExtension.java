package io.countersign.cli.nps;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.TextFile;
import io.countersign.radius.nps.MfaExtension;
import io.countersign.radius.nps.UnreadableExport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign import nps-extension}. */
@Command(
        name = "nps-extension",
        description = {
            "Tell what the settings of the Entra MFA extension of NPS are as settings of the second factor entra, value by value,"
                    + " and print the block for countersign.yaml.",
            "Writes nothing: the credential is made by entra setup, whose block this one belongs in."
        },
        footer = {
            "",
            "Examples:",
            "  countersign import nps-extension extension.reg",
            "",
            "The file is made on the NPS: reg export HKLM\\SOFTWARE\\Microsoft\\AzureMfa extension.reg"
        })
final class ImportNpsExtension implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "FILE", description = "What reg export wrote.")
    private Path file = Path.of("");

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        var extension = read();
        var report = new ImportReport(extension.report());
        if (output.isJson()) {
            node.out().println(report.json().put("settings", extension.block()).toPrettyString());
            return ExitCode.DONE;
        }
        node.out().println("Extension " + file);
        node.out().println();
        report.print(node.out());
        if (!extension.block().isEmpty()) {
            node.out().println();
            node.out()
                    .println("For countersign.yaml, with what this prints and makes: countersign entra setup --tenant "
                            + extension.tenant().orElse("TENANT")
                            + extension
                                    .cloud()
                                    .map(cloud -> " --cloud " + cloud)
                                    .orElse(""));
            node.out().println();
            node.out().print(extension.block());
            node.out().flush();
        }
        return ExitCode.DONE;
    }

    private MfaExtension read() {
        try {
            return MfaExtension.read(TextFile.read(node.surroundings(), file));
        } catch (UnreadableExport unreadable) {
            throw CommandRefused.invalid(file + " " + unreadable.getMessage());
        }
    }
}
