package io.countersign.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ways to write an IPv6 address: {@code ::} for any of its zeros or for none, the leading zeros of all groups written or left out, an
 * IPv4-mapped one with a dotted end and as IPv4 too. Upper and lower case are not told apart.
 *
 * @param padded those with all leading zeros
 * @param unpadded those without
 */
record Spellings(InetAddress address, List<String> padded, List<String> unpadded) {
    private static final int GROUPS = 8;
    private static final int LONGEST = 45;

    Spellings {
        padded = List.copyOf(padded);
        unpadded = List.copyOf(unpadded);
    }

    /** Of a text that is an IPv6 address; empty if it is anything else. Costs next to nothing for what cannot be one. */
    static Optional<Spellings> of(String text) {
        return mayBeIpv6(text) ? AddressRange.literal(text).map(Spellings::of) : Optional.empty();
    }

    /** A hardware address with colons has too few of them. */
    private static boolean mayBeIpv6(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.length() > LONGEST) {
            return false;
        }
        int colons = 0;
        while (colon >= 0) {
            colons++;
            colon = text.indexOf(':', colon + 1);
        }
        return colons >= GROUPS - 2 || text.contains("::");
    }

    private static Spellings of(InetAddress address) {
        byte[] octets =
                address instanceof Inet6Address ? address.getAddress() : AddressText.mapped(address.getAddress());
        List<String> padded = new ArrayList<>(all(AddressText.hexGroups(octets, GROUPS, true)));
        List<String> unpadded = new ArrayList<>(all(AddressText.hexGroups(octets, GROUPS, false)));
        if (AddressText.isMapped(octets)) {
            padded.addAll(all(AddressText.groups(octets, true)));
            unpadded.addAll(all(AddressText.groups(octets, false)));
            unpadded.add(AddressText.dotted(address.getAddress(), 0));
        }
        return new Spellings(address, padded, unpadded);
    }

    /** Without {@code ::}, and with it for each run of zeros and each part of one. */
    private static List<String> all(List<String> groups) {
        List<String> spelt = new ArrayList<>();
        spelt.add(String.join(":", groups));
        for (int from = 0; from < groups.size(); from++) {
            for (int to = from; to < groups.size() && isZero(groups.get(to)); to++) {
                spelt.add(AddressText.without(groups, from, to + 1));
            }
        }
        return spelt;
    }

    private static boolean isZero(String group) {
        return group.equals("0") || group.equals("0000");
    }
}
