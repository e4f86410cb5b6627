package io.countersign.radius.transport;

import io.countersign.radius.event.Printable;
import java.net.InetSocketAddress;

/** The system does not let us listen on the address: it is none of this machine's, or the port needs a privilege. */
public final class CannotListen extends IllegalStateException {
    private static final long serialVersionUID = 1;

    CannotListen(InetSocketAddress address, Throwable cause) {
        super("cannot listen on " + Printable.address(address) + "/udp: " + cause.getMessage(), cause);
    }
}
