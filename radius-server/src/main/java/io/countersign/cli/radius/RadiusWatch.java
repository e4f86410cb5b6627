package io.countersign.cli.radius;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.CaseFolding;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.PacketWatch.Sighting;
import io.countersign.radius.packet.Octets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign radius watch}. */
@Command(
        name = "watch",
        description = {
            "Show packets as they come to the running server and as its replies go, each with its attributes, until Ctrl-C."
                    + " Passwords and keys are never shown.",
            "Packets that are met with silence are shown too, with the reason; nothing in those is proven."
        },
        footer = {"", "Example:", "  countersign radius watch --client vpn-01"})
final class RadiusWatch implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = "--client",
            paramLabel = "NAME",
            description = "Of one RADIUS client; \"unknown\" for those of addresses that are no client's.")
    private @Nullable String client;

    @Mixin
    private final DictionaryOption dictionary = new DictionaryOption();

    @Override
    public Integer call() {
        var names = dictionary.dictionary(node);
        node.server()
                .packets(packet -> show(packet, names), problem -> node.err().println("countersign: " + problem));
        node.err().println("countersign: the server has stopped");
        return ExitCode.DONE;
    }

    private void show(Sighting packet, Dictionary names) {
        if (client != null && !CaseFolding.same(client, packet.client())) {
            return;
        }
        node.out()
                .println(TIME.format(packet.at().atZone(ZoneId.systemDefault()))
                        + (packet.outgoing() ? " to " : " from ")
                        + Printable.of(packet.client()) + " at " + Printable.address(packet.peer())
                        + (packet.remark().isEmpty() ? "" : ", met with silence: " + packet.remark()));
        var octets = Octets.wrap(HexFormat.of().parseHex(packet.hex()));
        PacketReport.of(octets, names, Optional.empty(), Optional.empty())
                .lines()
                .forEach(line -> node.out().println("  " + line));
        node.out().println();
        node.out().flush();
    }
}
