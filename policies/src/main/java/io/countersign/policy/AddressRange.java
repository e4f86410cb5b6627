package io.countersign.policy;

import java.net.InetAddress;

/**
 * An address, or a range of addresses in CIDR form. Two ranges are equal when they hold the same addresses.
 *
 * @param network the first address; bits past the prefix are zero
 * @param prefix 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record AddressRange(InetAddress network, int prefix) {
    /** Whether the address is in this range. An IPv4 address is never in an IPv6 range. */
    public boolean contains(InetAddress address) {
        throw new UnsupportedOperationException();
    }
}
