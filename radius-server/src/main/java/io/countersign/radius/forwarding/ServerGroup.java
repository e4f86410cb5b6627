package io.countersign.radius.forwarding;

import io.countersign.policy.AttributeRewrite;
import io.countersign.radius.dictionary.Dictionary;
import java.util.List;
import java.util.Optional;

/**
 * A remote RADIUS server group, ready to forward to.
 *
 * @param unsignedReplies whether a reply to an Access-Request is taken without Message-Authenticator
 * @param userName changes of the User-Name, each applied to what the one before left
 * @param dictionary knows which attributes are hidden; the one in force with the group
 */
public record ServerGroup(
        String name,
        List<Server> servers,
        boolean unsignedReplies,
        List<AttributeRewrite> userName,
        AttributeFilter request,
        AttributeFilter reply,
        Dictionary dictionary) {
    /** Copies the lists. */
    public ServerGroup {
        servers = List.copyOf(servers);
        userName = List.copyOf(userName);
    }

    /** The group with one of its servers alone, such as the one that can go on with a dialogue; empty if that is none of its servers. */
    public Optional<ServerGroup> only(RemoteServerId wanted) {
        return servers.stream()
                .filter(server -> new RemoteServerId(name, server.name()).equals(wanted))
                .findFirst()
                .map(server ->
                        new ServerGroup(name, List.of(server), unsignedReplies, userName, request, reply, dictionary));
    }
}
