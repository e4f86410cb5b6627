package io.countersign.radius.forwarding;

import java.util.Locale;

/** Which remote RADIUS server: the names of its group and its own, whatever the case. */
public record RemoteServerId(String group, String server) {
    /** Takes the names in lower case. */
    public RemoteServerId {
        group = group.toLowerCase(Locale.ROOT);
        server = server.toLowerCase(Locale.ROOT);
    }
}
