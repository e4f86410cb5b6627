package io.countersign.cli.terminal;

import io.countersign.radius.administration.Installation;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.control.ServerStatus;
import java.util.Optional;

/** What a running server can add to a list that can do without it. */
public final class RunningServer {
    private RunningServer() {}

    /** How the server is; empty if none runs, or it does not say. */
    public static Optional<ServerStatus> status(Installation installation) {
        try {
            return installation.server().status();
        } catch (NodeRefused _) {
            return Optional.empty();
        }
    }
}
