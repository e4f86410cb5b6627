package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Setup;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign init}. */
@Command(
        name = "init",
        description =
                "Make what the settings name and is not there yet: data folder, store key and database, for their owner alone."
                        + " Without settings, write some for this machine only, and first policies.",
        footer = {"", "Example:", "  countersign init --config ./countersign.yaml"})
final class Init implements Callable<Integer> {
    /** A command and what it does. */
    private record Next(String command, String does) {}

    private static final int COLUMN = 51;

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = "--first-policies",
            description =
                    "Write first policies, and a shared secret for this machine, beside settings that are there too,"
                            + " unless one of them is there.")
    private boolean firstPolicies;

    @Override
    public Integer call() {
        var done = Setup.init(node.settingsFile(), node.surroundings().environment());
        done.lines().forEach(node.out()::println);
        if (firstPolicies && !done.wroteFirstPolicies()) {
            Setup.firstPolicies(node.settingsFile()).forEach(node.out()::println);
        }
        node.out().println();
        node.out().println("What comes next:");
        for (var next : done.wroteFirstPolicies() ? afterFirstPolicies() : afterSettings()) {
            node.out().println(("  " + padded(next) + next.does()).stripTrailing());
        }
        return ExitCode.DONE;
    }

    private List<Next> afterFirstPolicies() {
        return List.of(
                of("user add alice --group \"VPN Users\"", "a user, and the group that the first policies name"),
                of("policy apply " + file(Setup.POLICIES), "puts the first policies in force"),
                of("mfa enroll alice --provider totp", "a code for the user's app"),
                of("serve", "runs the server; the next in another terminal:"),
                new Next(
                        "countersign radius send 127.0.0.1 --secret-file " + file(Setup.SECRET) + " --user alice", ""));
    }

    private List<Next> afterSettings() {
        return List.of(
                of("check", "verifies settings, store, plugins and policies"),
                of("policy apply " + file(Setup.POLICIES), "puts your policies in force"),
                of("serve", "runs the server"),
                of("doctor", "tells what keeps logins from working"));
    }

    /** With the settings named where the command would not find them by itself. */
    private Next of(String command, String does) {
        boolean isFound = !node.namesSettings() || node.settingsFile().equals(node.settingsHere());
        return new Next("countersign " + command + (isFound ? "" : " --config " + quoted(node.settingsFile())), does);
    }

    private static String padded(Next next) {
        return next.command() + " ".repeat(Math.max(2, COLUMN - next.command().length()));
    }

    /** A file beside the settings, as it is named from here. */
    private String file(String name) {
        var file = node.settingsFile().resolveSibling(name);
        boolean isHere = file.equals(node.settingsHere().resolveSibling(name));
        return isHere ? name : quoted(file);
    }

    private static String quoted(Path path) {
        var text = path.toString();
        return text.matches("[A-Za-z0-9._/:\\\\-]+") ? text : '"' + text + '"';
    }
}
