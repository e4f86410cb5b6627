package io.countersign.radius.exchange;

import java.net.InetSocketAddress;

/**
 * Where a datagram came from and which address of ours it asked: the way back for its reply.
 *
 * <p>A client takes a reply only from the address that it asked, so a server with several addresses has to know which one that was. IPv6
 * link-local addresses have the scope of the interface on which the datagram came.
 *
 * @param local the address and port of this machine that was asked, never a wildcard
 * @param peer the address and port that asked
 */
public record Origin(InetSocketAddress local, InetSocketAddress peer) {
    /** Checks that both are addresses that a reply can have. */
    public Origin {
        if (local.isUnresolved() || peer.isUnresolved()) {
            throw new IllegalArgumentException("an origin has addresses, not names");
        }
        if (local.getAddress().isAnyLocalAddress()) {
            throw new IllegalArgumentException("no datagram is sent to " + local);
        }
    }
}
