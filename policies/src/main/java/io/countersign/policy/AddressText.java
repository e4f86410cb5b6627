package io.countersign.policy;

import static java.util.stream.Collectors.joining;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The one text of an address: dotted for IPv4, as RFC 5952 recommends for IPv6. */
public final class AddressText {
    private static final int GROUPS = 8;
    private static final int IPV4_OCTETS = 4;
    private static final int MAPPED_OCTETS = 12;

    private AddressText() {}

    /** As {@code 192.0.2.1} or {@code 2001:db8::1}, a zone behind it if it has one: {@code fe80::1%eth0}. */
    public static String of(InetAddress address) {
        String written = address.getHostAddress();
        if (address instanceof Inet4Address) {
            return written;
        }
        int zone = written.indexOf('%');
        return of(address.getAddress()) + (zone < 0 ? "" : written.substring(zone));
    }

    /**
     * The same of the octets of an address, of which an IPv4-mapped one stays IPv6: {@code ::ffff:192.0.2.1}.
     *
     * @throws IllegalArgumentException unless there are 4 or 16
     */
    public static String of(byte[] octets) {
        if (octets.length == IPV4_OCTETS) {
            return dotted(octets, 0);
        }
        return shortest(groups(octets, false));
    }

    /** The octets that a text spells out, 4 or, of one with colons, 16; empty for a host name, a zone, or a short form such as {@code 127.1}. */
    public static Optional<byte[]> octets(String text) {
        return AddressRange.literal(text)
                .map(InetAddress::getAddress)
                .map(octets -> octets.length == IPV4_OCTETS && text.indexOf(':') >= 0 ? mapped(octets) : octets);
    }

    /** The IPv6 address that stands for an IPv4 address. */
    static byte[] mapped(byte[] ipv4) {
        byte[] octets = new byte[2 * GROUPS];
        octets[MAPPED_OCTETS - 2] = -1;
        octets[MAPPED_OCTETS - 1] = -1;
        System.arraycopy(ipv4, 0, octets, MAPPED_OCTETS, IPV4_OCTETS);
        return octets;
    }

    /** The groups of 16 octets in hex, the last two of an IPv4-mapped address as one that is dotted. */
    static List<String> groups(byte[] octets, boolean padded) {
        if (octets.length != 2 * GROUPS) {
            throw new IllegalArgumentException("an address of " + octets.length + " octets");
        }
        boolean mapped = isMapped(octets);
        List<String> groups = hexGroups(octets, mapped ? GROUPS - 2 : GROUPS, padded);
        if (mapped) {
            groups.add(dotted(octets, MAPPED_OCTETS));
        }
        return groups;
    }

    /** As many groups in hex from the first on, with their leading zeros or without. */
    static List<String> hexGroups(byte[] octets, int count, boolean padded) {
        List<String> groups = new ArrayList<>(GROUPS);
        for (int i = 0; i < count; i++) {
            int group = Byte.toUnsignedInt(octets[2 * i]) << Byte.SIZE | Byte.toUnsignedInt(octets[2 * i + 1]);
            groups.add(padded ? HexFormat.of().toHexDigits((short) group) : Integer.toHexString(group));
        }
        return groups;
    }

    static boolean isMapped(byte[] octets) {
        return IntStream.range(0, MAPPED_OCTETS - 2).allMatch(i -> octets[i] == 0)
                && octets[MAPPED_OCTETS - 2] == -1
                && octets[MAPPED_OCTETS - 1] == -1;
    }

    static String dotted(byte[] octets, int from) {
        return IntStream.range(from, from + IPV4_OCTETS)
                .mapToObj(i -> Integer.toString(Byte.toUnsignedInt(octets[i])))
                .collect(joining("."));
    }

    /** With {@code ::} for the groups from one to another, the latter excluded. */
    static String without(List<String> groups, int from, int to) {
        return String.join(":", groups.subList(0, from)) + "::" + String.join(":", groups.subList(to, groups.size()));
    }

    /** With {@code ::} for the longest run of two zeros or more, of two as long for the first (RFC 5952 §4.2). */
    private static String shortest(List<String> groups) {
        int from = 0;
        int longest = 1;
        for (int i = 0; i < groups.size(); i++) {
            int run = zeros(groups, i);
            if (run > longest) {
                from = i;
                longest = run;
            }
        }
        return longest < 2 ? String.join(":", groups) : without(groups, from, from + longest);
    }

    /** How many zeros follow from a place on. */
    private static int zeros(List<String> groups, int from) {
        int end = from;
        while (end < groups.size() && groups.get(end).equals("0")) {
            end++;
        }
        return end - from;
    }
}
