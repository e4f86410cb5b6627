package io.countersign.cli.radius;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign radius}. */
@Command(name = "radius", description = "Look at RADIUS packets, as they come too, and send them.")
@Holds({RadiusDecode.class, RadiusSend.class, RadiusWatch.class})
public final class RadiusCommand {
    /** Made by Picocli. */
    public RadiusCommand() {}
}
