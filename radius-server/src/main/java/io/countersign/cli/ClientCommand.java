package io.countersign.cli;

import picocli.CommandLine.Command;

/** {@code countersign client}. */
@Command(
        name = "client",
        description = "RADIUS clients.",
        footer = {
            "",
            "Clients are part of the policy document. To add, change or remove one:",
            "  countersign policy export > policies.yaml",
            "  (edit the file)",
            "  countersign policy apply -f policies.yaml"
        },
        subcommands = ClientList.class)
final class ClientCommand {}
