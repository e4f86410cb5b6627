package io.countersign.cli;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign client}. */
@Command(
        name = "client",
        description = "RADIUS clients.",
        footer = {
            "",
            "Clients are part of the policy document. To add, change or remove one:",
            "  countersign policy export > current.yaml",
            "  (edit the file)",
            "  countersign policy apply current.yaml",
            "One that was removed can be brought back for 30 days: countersign client restore"
        })
@Holds({ClientList.class, ClientRestore.class, ClientSecret.class})
final class ClientCommand {}
