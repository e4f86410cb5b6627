package io.countersign.radius.control;

import io.countersign.radius.exchange.OpenLogin;
import io.countersign.radius.exchange.PacketWatch;
import java.util.List;
import java.util.function.Consumer;

/** What the control socket can ask of a running server. Called on the socket's threads. */
public interface Controlled {
    /** How the server is, at any moment from its start to its end. At once. */
    ServerStatus status();

    /** The logins that are not answered yet, oldest first. At once. */
    List<OpenLogin> openLogins();

    /**
     * Shows packets as they come and go, until it is closed.
     *
     * @param watcher called on listeners' threads; must not block
     * @throws NodeRefused if none come yet
     */
    PacketWatch.Watching packets(Consumer<PacketWatch.Sighting> watcher);

    /**
     * Reads settings, plugins, clients and policies anew. On any problem everything stays as it was. Waits for plugins that take their time,
     * for less than a minute; refused at once while the server starts or stops, or another reload is in work.
     */
    Reloaded reload();

    /** What became of a reload. */
    sealed interface Reloaded {
        /** The new state is in force. */
        record Done(long policyRevision, int clients) implements Reloaded {}

        /** Nothing has changed. The problems are for an administrator and carry no secret. */
        record Refused(List<String> problems) implements Reloaded {
            /** Copies the list. */
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }
}
