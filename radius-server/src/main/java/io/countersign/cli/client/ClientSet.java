package io.countersign.cli.client;

import io.countersign.cli.policy.Edits;
import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.policy.document.DocumentEdit;
import io.countersign.policy.document.ItemKind;
import io.countersign.radius.crypto.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign client set}. */
@Command(
        name = "set",
        description = {
            "Change keys of a RADIUS client, or its shared secret: KEY=VALUE, KEY= for what holds without the key, KEY+=VALUE and"
                    + " KEY-=VALUE for one of a list.",
            "A new secret holds at once, and the old one no more."
        },
        footer = {
            "",
            "Examples:",
            "  countersign client set vpn-01 timeout=60s challenge=true",
            "  countersign client set vpn-01 address=192.0.2.11",
            "  countersign client set vpn-01 --generate-secret"
        })
final class ClientSet implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final Edits edits = new Edits();

    @Parameters(index = "0", paramLabel = "NAME", description = "The client's name.")
    private String name = "";

    @Parameters(index = "1", arity = "0..*", paramLabel = "KEY=VALUE", description = "What is to change.")
    private final List<String> changes = new ArrayList<>();

    @ArgGroup
    private final NewSecret secret = new NewSecret();

    @Override
    public Integer call() {
        if (changes.isEmpty() && !secret.isSaid()) {
            throw CommandRefused.invalid(
                    "nothing to change: give KEY=VALUE, such as timeout=60s, or --generate-secret or --secret-file");
        }
        var given = secret.made().map(made -> Map.of(name, made)).orElse(Map.<String, Secret>of());
        if (edits.make(node, this::change, given)) {
            secret.show(node, name);
        }
        return ExitCode.DONE;
    }

    private void change(DocumentEdit document) {
        document.set(ItemKind.CLIENT, name, secret.assignments(node));
        document.set(ItemKind.CLIENT, name, Edits.assignments(changes));
    }
}
