package io.countersign.radius.event;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * Access-Requests that were met with silence before anybody decided on them, such as with a wrong shared secret. Nothing in it is proven:
 * whoever can send a datagram can write any name.
 *
 * @param client the RADIUS client's friendly name; of an unknown one, its address
 * @param peer where the last of them came from
 * @param userName the User-Name as it came; empty if there was none to be read; any characters, to be escaped by whoever writes it
 * @param reason why, in a word of a closed set
 * @param detail what it means and what mends it
 * @param times how many there were
 */
public record DiscardedLogin(
        Instant at, String client, InetSocketAddress peer, String userName, String reason, String detail, long times)
        implements Audited {
    /** Cuts what came from outside. */
    public DiscardedLogin {
        userName = Printable.cut(userName);
        detail = Printable.cut(detail);
    }
}
