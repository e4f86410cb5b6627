package io.countersign.cli.nps;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign import}. */
@Command(name = "import", description = "Take over what NPS and its MFA extension were set to.")
@Holds({ImportNps.class, ImportNpsExtension.class})
public final class ImportCommand {
    /** Made by Picocli. */
    public ImportCommand() {}
}
