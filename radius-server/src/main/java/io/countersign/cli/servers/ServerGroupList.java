package io.countersign.cli.servers;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.cli.terminal.RunningServer;
import io.countersign.cli.terminal.Table;
import io.countersign.policy.AddressText;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.forwarding.Server;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code countersign server-group list}. */
@Command(
        name = "list",
        aliases = "ls",
        description = {
            "List the servers of all remote RADIUS server groups, without their secrets.",
            "If a server runs here, with why it could not take their last replies."
        })
final class ServerGroupList implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        try (var installation = node.open()) {
            var refused = RunningServer.status(installation)
                    .map(ServerStatus::refusedReplies)
                    .orElse(Map.of());
            var table = new Table(
                    "group",
                    "server",
                    "address",
                    "authenticationPort",
                    "accountingPort",
                    "priority",
                    "weight",
                    "timeoutSeconds",
                    "maximumLostPackets",
                    "blackoutSeconds",
                    "statusServer",
                    "unsignedReplies",
                    "refusedReplies");
            for (var group : installation.policies().current().remoteServerGroups()) {
                for (var server : group.servers()) {
                    table.row(
                            group.name(),
                            server.name(),
                            AddressText.of(server.address()),
                            server.authenticationPort(),
                            server.accountingPort(),
                            server.priority(),
                            server.weight(),
                            server.timeout().toSeconds(),
                            server.maximumLostPackets(),
                            server.blackoutInterval().toSeconds(),
                            server.statusServer(),
                            group.unsignedReplies(),
                            Stream.of(Service.values())
                                    .flatMap(service ->
                                            Optional.ofNullable(refused.get(Server.text(server, service))).stream())
                                    .toList());
                }
            }
            table.print(node.out(), output);
            return ExitCode.DONE;
        }
    }
}
