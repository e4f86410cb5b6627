package io.countersign.radius.transport;

import io.countersign.policy.AddressText;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which addresses this machine has. */
@FunctionalInterface
interface LocalAddresses {
    /** Those of its interfaces that are up, at this moment. */
    static Set<LocalAddress> ofInterfaces() throws IOException {
        var addresses = new LinkedHashSet<LocalAddress>();
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            if (network.isUp()) {
                network.inetAddresses().map(LocalAddress::of).forEach(addresses::add);
            }
        }
        return addresses;
    }

    /** All of them; fails if the system does not tell. */
    Set<LocalAddress> now() throws IOException;

    /** An address, and its interface where that is part of it: several may have the same IPv6 link-local one. */
    record LocalAddress(InetAddress address, int scope) {
        static LocalAddress of(InetAddress address) {
            return new LocalAddress(
                    address, address instanceof Inet6Address ipv6 && ipv6.isLinkLocalAddress() ? ipv6.getScopeId() : 0);
        }

        /** For people, with the interface. */
        String text() {
            return AddressText.of(address);
        }

        boolean isIpv6() {
            return address instanceof Inet6Address;
        }
    }
}
