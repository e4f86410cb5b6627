package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.Installation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign names-in KIND}, for the shell's completion: the names that there are, one a line; none and no word if they cannot be had. */
@Command(name = "names-in", hidden = true, description = "List names for the shell's completion.")
final class NamesIn implements Callable<Integer> {
    /** Of what. */
    enum Kind {
        policies,
        clients,
        server_groups,
        removed,
        groups,
        users,
        providers
    }

    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.users;

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            names(installation).stream().sorted().distinct().forEach(node.out()::println);
            return ExitCode.DONE;
        } catch (RuntimeException _) {
            return ExitCode.COULD_NOT; // whoever presses a key wants no explanation
        }
    }

    private List<String> names(Installation installation) {
        return switch (kind) {
            case policies -> installation.policies().current().policyNames();
            case clients ->
                installation.clients().stream().map(client -> client.name()).toList();
            case server_groups ->
                installation.policies().current().remoteServerGroups().stream()
                        .map(group -> group.name())
                        .toList();
            case removed ->
                installation.policies().removedClients().stream()
                        .map(client -> client.definition().name())
                        .toList();
            case groups -> List.copyOf(installation.accounts().members().keySet());
            case users ->
                installation.accounts().list().stream().map(user -> user.name()).toList();
            case providers -> installation.factors().enrollable();
        };
    }
}
