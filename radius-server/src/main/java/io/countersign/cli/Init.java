package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Setup;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign init}. */
@Command(
        name = "init",
        description =
                "Make what the settings name and is not there yet: data folder, store key and database, for their owner alone."
                        + " Without settings, write some for this machine only, and first policies.",
        footer = {"", "Example:", "  countersign init --config ./countersign.yaml"})
final class Init implements Callable<Integer> {
    private static final String AFTER_NEW_SETTINGS = """
            countersign user add alice --group "VPN Users"     a user, and the group that the first policies name
            countersign policy apply policies.yaml             puts the first policies in force
            countersign mfa enroll alice --provider totp       a code for the user's app
            countersign serve                                  runs the server; the next in another terminal:
            countersign radius send 127.0.0.1 --secret-file this-machine.secret --user alice
            """;

    private static final String AFTER_SETTINGS = """
            countersign check                                  verifies settings, store, plugins and policies
            countersign policy apply policies.yaml             puts your policies in force
            countersign serve                                  runs the server
            countersign doctor                                 tells what keeps logins from working
            """;

    @Mixin
    private final NodeOption node = new NodeOption();

    @Override
    public Integer call() {
        boolean anew = Files.notExists(node.settingsFile());
        Setup.init(node.settingsFile(), node.surroundings().environment()).forEach(node.out()::println);
        node.out().println();
        node.out().println("What comes next:");
        (anew ? AFTER_NEW_SETTINGS : AFTER_SETTINGS)
                .lines()
                .forEach(line -> node.out().println("  " + line));
        return ExitCode.DONE;
    }
}
