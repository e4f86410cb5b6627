package io.countersign.cli;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.radius.administration.Installation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign names-in KIND}, for the shell's completion: the names that there are, one a line; none and no word if they cannot be had. */
@Command(name = "names-in", hidden = true, description = "List names for the shell's completion.")
final class NamesIn implements Callable<Integer> {
    /** Of what. */
    enum Kind {
        policies(installation -> {
            var current = installation.policies().current();
            return Stream.concat(
                            current.connectionRequestPolicies().stream().map(policy -> policy.name()),
                            current.networkPolicies().stream().map(policy -> policy.name()))
                    .toList();
        }),
        clients(installation ->
                installation.clients().stream().map(client -> client.name()).toList()),
        removed(installation -> installation.policies().removedClients().stream()
                .map(client -> client.definition().name())
                .toList()),
        groups(installation -> List.copyOf(installation.accounts().members().keySet())),
        users(installation ->
                installation.accounts().list().stream().map(user -> user.name()).toList()),
        providers(installation -> installation.factors().enrollable()),
        remotes(installation -> installation.policies().current().remoteServerGroups().stream()
                .map(RemoteServerGroup::name)
                .toList());

        private final Function<Installation, List<String>> names;

        Kind(Function<Installation, List<String>> names) {
            this.names = names;
        }
    }

    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.users;

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            kind.names.apply(installation).stream().sorted().distinct().forEach(node.out()::println);
            return ExitCode.DONE;
        } catch (RuntimeException _) {
            return ExitCode.COULD_NOT; // whoever presses a key wants no explanation
        }
    }
}
