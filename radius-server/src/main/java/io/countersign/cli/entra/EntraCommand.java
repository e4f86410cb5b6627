package io.countersign.cli.entra;

import picocli.CommandLine.Command;

/** {@code countersign entra}. */
@Command(
        name = "entra",
        description = "Prepare Entra as a second factor.",
        subcommands = {EntraSetup.class})
public final class EntraCommand {
    /** Made by Picocli. */
    public EntraCommand() {}
}
