package io.countersign.radius.event;

import io.countersign.radius.packet.Attribute;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A decision with what NPS's log files tell of its request and its reply.
 *
 * @param asked the address of this machine that the request came to
 * @param vendor the client's vendor by dictionary name, or {@code standard}
 * @param account the account with its domain, once known
 * @param forwardedTo the remote server group that it was forwarded to
 * @param request of the request
 * @param reply of the reply; empty if there was none
 */
public record LoginPackets(
        AuthEvent event,
        InetAddress asked,
        String vendor,
        Optional<String> account,
        Optional<String> forwardedTo,
        List<Attribute> request,
        List<Attribute> reply)
        implements ToldPackets {
    /** Drops what is not to be told. */
    public LoginPackets {
        request = ToldPackets.told(request);
        reply = ToldPackets.told(reply);
    }
}
