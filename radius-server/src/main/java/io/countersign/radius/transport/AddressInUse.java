package io.countersign.radius.transport;

import java.net.InetSocketAddress;

/** Another program listens on the address. */
public final class AddressInUse extends IllegalStateException {
    private static final long serialVersionUID = 1;

    AddressInUse(InetSocketAddress address, Throwable cause) {
        super(text(address), cause);
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort()
                + "/udp is in use by another program; stop it (ss -lunp shows which) "
                + "or listen on another address or port";
    }
}
