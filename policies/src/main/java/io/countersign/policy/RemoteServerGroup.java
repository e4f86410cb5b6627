package io.countersign.policy;

import java.util.List;

/**
 * A remote RADIUS server group: where connection request policies forward to.
 *
 * @param servers at least one
 * @param unsignedReplies whether a reply to an Access-Request is taken without Message-Authenticator; one that is present must verify
 * @param userName changes of the User-Name, each applied to what the one before left
 * @param request which attributes of requests go there
 * @param reply which attributes of replies come back
 */
public record RemoteServerGroup(
        String name,
        List<RemoteServer> servers,
        boolean unsignedReplies,
        List<AttributeRewrite> userName,
        AttributeRules request,
        AttributeRules reply,
        Location at) {
    /** Copies the lists. */
    public RemoteServerGroup {
        servers = List.copyOf(servers);
        userName = List.copyOf(userName);
    }

    /** The same group with other servers, described elsewhere. */
    public RemoteServerGroup with(List<RemoteServer> otherServers, Location elsewhere) {
        return new RemoteServerGroup(name, otherServers, unsignedReplies, userName, request, reply, elsewhere);
    }
}
