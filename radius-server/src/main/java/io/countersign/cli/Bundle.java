package io.countersign.cli;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.SupportBundle;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign support-bundle}. */
@Command(
        name = "support-bundle",
        description = {
            "Write what somebody who helps needs to see to one file (ZIP): versions, settings, status, doctor, policies, changes, files.",
            "No password, shared secret, key or seed is in it. Look through it before you hand it on all the same."
        },
        footer = {"", "Example:", "  countersign support-bundle countersign-support.zip --logins 500"})
final class Bundle implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "FILE", description = "The file; there must be none of that name yet.")
    private Path file = Path.of("");

    @Option(
            names = "--logins",
            paramLabel = "N",
            description = "The newest N lines of the audit file too, with the names of users and stations.")
    private int logins;

    @Override
    public Integer call() {
        if (logins < 0 || logins > MOST) {
            throw CommandRefused.invalid("--logins is a number from 0 to " + MOST + ", not " + logins);
        }
        var parts = new SupportBundle(node.settingsFile(), node.surroundings().environment())
                .write(node.surroundings().directory().resolve(file), logins);
        node.out().println("Wrote " + file + ": " + String.join(", ", parts) + ".");
        node.out()
                .println("Look through it before you hand it on: policies name groups, clients and addresses"
                        + (logins > 0 ? ", logins name users." : "."));
        return ExitCode.DONE;
    }
}
