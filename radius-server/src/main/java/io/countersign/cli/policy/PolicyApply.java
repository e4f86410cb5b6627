package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign policy apply}. */
@Command(
        name = "apply",
        description =
                "Check a document as a whole and make it the newest revision. With any problem nothing is written. A document"
                        + " without `clients:` leaves the clients as they are.",
        footer = {
            "",
            "Examples:",
            "  countersign policy apply -f policies.yaml --dry-run",
            "  countersign policy apply -f policies.yaml --comment 'VPN needs a code'"
        })
final class PolicyApply implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The document. Its $${file:…} references are relative to its folder.")
    private Path file = Path.of("");

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        var document = node.surroundings().directory().resolve(file);
        var text = text(document);
        try (var installation = node.open()) {
            var applied = new Applied(node, installation);
            var folder = document.toAbsolutePath().getParent();
            var plan = installation.policies().plan(file.toString(), text, folder == null ? document : folder);
            applied.show(plan);
            if (!dryRun && !plan.isEmpty()) {
                applied.write(plan, comment.text());
            }
            return ExitCode.DONE;
        }
    }

    private String text(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException _) {
            throw CommandRefused.invalid(file + ": there is no such file, or it cannot be read as UTF-8 text");
        }
    }
}
