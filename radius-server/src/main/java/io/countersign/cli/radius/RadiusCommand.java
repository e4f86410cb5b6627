package io.countersign.cli.radius;

import picocli.CommandLine.Command;

/** {@code countersign radius}. */
@Command(
        name = "radius",
        description = "Look at RADIUS packets, as they come too, and send them.",
        subcommands = {RadiusDecode.class, RadiusSend.class, RadiusWatch.class})
public final class RadiusCommand {
    /** Made by Picocli. */
    public RadiusCommand() {}
}
