package io.countersign.cli.client;

import io.countersign.cli.policy.Edits;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.document.Assignment;
import io.countersign.policy.document.DocumentEdit;
import io.countersign.policy.document.ItemKind;
import io.countersign.policy.document.Place;
import io.countersign.radius.crypto.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign client add}. */
@Command(
        name = "add",
        description = "Add a RADIUS client. A running server takes it up at once.",
        footer = {
            "",
            "Examples:",
            "  countersign client add rdgw-01 192.0.2.20 type=rd-gateway --generate-secret",
            "  countersign client add vpn-01 192.0.2.10 challenge=true timeout=60s vendor=cisco --secret-file vpn-01.secret"
        })
final class ClientAdd implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Parameters(index = "0", paramLabel = "NAME", description = "The client's friendly name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "Its address, or a range such as 192.0.2.0/24.")
    private String address = "";

    @Parameters(
            index = "2",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "Further keys of a client in a policy document.")
    private final List<String> keys = new ArrayList<>();

    @ArgGroup(multiplicity = "1")
    private final NewSecret secret = new NewSecret();

    @Override
    public Integer call() {
        var given = secret.made().map(made -> Map.of(name, made)).orElse(Map.<String, Secret>of());
        if (edits.make(node, this::add, given)) {
            secret.show(node, name);
        }
        return ExitCode.DONE;
    }

    private void add(DocumentEdit document) {
        var all = new ArrayList<Assignment>();
        all.add(new Assignment(List.of("address"), Assignment.Way.SET, address));
        all.addAll(secret.assignments(node));
        all.addAll(Edits.assignments(keys));
        document.add(ItemKind.CLIENT, name, all, new Place.Last());
    }
}
