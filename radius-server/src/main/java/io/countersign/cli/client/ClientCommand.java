package io.countersign.cli.client;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign client}. */
@Command(
        name = "client",
        description = "RADIUS clients.",
        footer = {
            "",
            "Clients are part of the policy document too: countersign policy edit. One that was removed can be brought back for 30 days."
        })
@Holds({
    ClientList.class,
    ClientShow.class,
    ClientAdd.class,
    ClientSet.class,
    ClientRemove.class,
    ClientRestore.class,
    ClientSecret.class
})
public final class ClientCommand {}
