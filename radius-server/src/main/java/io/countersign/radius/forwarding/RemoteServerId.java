package io.countersign.radius.forwarding;

import io.countersign.policy.CaseFolding;

/** Which remote RADIUS server: the names of its group and its own, whatever the case. */
public record RemoteServerId(String group, String server) {
    /** Takes the names in lower case. */
    public RemoteServerId {
        group = CaseFolding.folded(group);
        server = CaseFolding.folded(server);
    }
}
