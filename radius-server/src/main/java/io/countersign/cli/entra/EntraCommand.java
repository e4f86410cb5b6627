package io.countersign.cli.entra;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign entra}. */
@Command(name = "entra", description = "Prepare Entra as a second factor.")
@Holds({EntraSetup.class})
public final class EntraCommand {
    /** Made by Picocli. */
    public EntraCommand() {}
}
