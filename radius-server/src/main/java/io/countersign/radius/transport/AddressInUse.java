package io.countersign.radius.transport;

import io.countersign.radius.event.Printable;
import java.net.InetSocketAddress;

/** Another program listens on the address. */
public final class AddressInUse extends IllegalStateException {
    private static final long serialVersionUID = 1;

    AddressInUse(InetSocketAddress address, Throwable cause) {
        super(text(address), cause);
    }

    private static String text(InetSocketAddress address) {
        return Printable.address(address)
                + "/udp is in use by another program; stop it (ss -lunp shows which) "
                + "or listen on another address or port";
    }
}
