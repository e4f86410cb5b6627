package io.countersign.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address, or a range of addresses in CIDR form. Two ranges are equal when they hold the same addresses; otherwise one holds the other
 * or they share no address. Nothing here ever asks a name server.
 *
 * @param network the first address; bits past the prefix are zero
 * @param prefix 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record AddressRange(InetAddress network, int prefix) {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int MAPPED_PREFIX = 96;

    /**
     * An IPv4-mapped IPv6 network is taken as the IPv4 network it stands for.
     *
     * @throws IllegalArgumentException if the prefix is out of range or bits past it are set
     */
    public AddressRange {
        network = unmapped(network);
        if (prefix < 0 || prefix > bits(network)) {
            throw new IllegalArgumentException("prefix out of range: " + prefix);
        }
        if (!masked(network, prefix).equals(network)) {
            throw new IllegalArgumentException(
                    "bits past the prefix are set: " + AddressText.of(network) + "/" + prefix);
        }
    }

    /** Exactly one address. */
    public static AddressRange of(InetAddress address) {
        InetAddress plain = unmapped(address);
        return new AddressRange(plain, bits(plain));
    }

    /**
     * The range of a prefix that holds an address.
     *
     * @throws IllegalArgumentException if the prefix is out of range
     */
    public static AddressRange around(InetAddress address, int prefix) {
        return new AddressRange(masked(address, prefix), prefix);
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code 127.0.0.2} or {@code 2001:db8::/32}.
     *
     * @throws IllegalArgumentException with a message for the administrator: what is wrong, a semicolon, and what to write instead
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = literal(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException(noAddress(text)));
        if (slash < 0) {
            return of(address);
        }
        int prefix = prefix(text, text.substring(slash + 1), address);
        AddressRange range = around(address, prefix);
        if (!range.network.equals(address)) {
            throw new IllegalArgumentException("\"" + text + "\" sets bits past its prefix; write " + range
                    + " for the range or " + of(address) + " for the one address");
        }
        return range;
    }

    private static String noAddress(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            String inside = text.substring(1, text.length() - 1);
            if (literal(inside).isPresent()) {
                return "\"" + text + "\" is in brackets, which an address has before a port alone; write " + inside;
            }
        }
        return withoutZone(text)
                .map(address -> "\"" + text + "\" names a zone, which is not looked at; write " + address
                        + ", on whatever interface it comes")
                .orElseGet(
                        () -> "\"" + text
                                + "\" is not an IP address or range; write one such as 192.0.2.10, 192.0.2.0/24 or 2001:db8::/32, not a host name");
    }

    /** The address of a text such as {@code fe80::1%eth0}; empty if it is none, or names no zone. */
    public static Optional<String> withoutZone(String text) {
        int percent = text.indexOf('%');
        return percent < 0
                ? Optional.empty()
                : Optional.of(text.substring(0, percent))
                        .filter(address ->
                                address.indexOf(':') >= 0 && literal(address).isPresent());
    }

    /** The address that a text spells out; empty for a host name, a zone, or a short form such as {@code 127.1}. */
    public static Optional<InetAddress> literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether the address is in this range. An IPv4-mapped IPv6 address counts as IPv4, and IPv4 is never in an IPv6 range. */
    public boolean contains(InetAddress address) {
        InetAddress plain = unmapped(address);
        return bits(plain) == bits(network) && masked(plain, prefix).equals(network);
    }

    /** Whether the two ranges share an address. */
    public boolean overlaps(AddressRange other) {
        return prefix <= other.prefix ? contains(other.network) : other.contains(network);
    }

    /** Whether every address of this range is in the other. */
    public boolean isWithin(AddressRange other) {
        return other.prefix <= prefix && other.contains(network);
    }

    /** Whether this range has more addresses than the other. */
    public boolean isLargerThan(AddressRange other) {
        return bits(network) - prefix > bits(other.network) - other.prefix;
    }

    /** Whether this is one address alone. */
    public boolean isSingle() {
        return prefix == bits(network);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String address = AddressText.of(network);
        return isSingle() ? address : address + "/" + prefix;
    }

    private static int prefix(String text, String digits, InetAddress address) {
        int most = bits(address);
        boolean mapped = address instanceof Inet4Address && text.indexOf(':') >= 0;
        int given = PREFIX.matcher(digits).matches() ? Integer.parseInt(digits) : -1;
        int prefix = mapped && given >= 0 ? given - MAPPED_PREFIX : given;
        if (prefix < 0 || prefix > most) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has no valid prefix; write a number from 0 to " + most + " after the slash");
        }
        return prefix;
    }

    private static int bits(InetAddress address) {
        return address instanceof Inet4Address ? Integer.SIZE : 128;
    }

    private static InetAddress unmapped(InetAddress address) {
        return address instanceof Inet4Address ? address : fromOctets(address.getAddress());
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        byte[] octets = address.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int kept = Math.clamp(prefix - (long) i * Byte.SIZE, 0, Byte.SIZE);
            octets[i] &= (byte) (0xFF << (Byte.SIZE - kept));
        }
        return fromOctets(octets);
    }

    private static InetAddress fromOctets(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets); // makes IPv4 of IPv4-mapped IPv6
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(Arrays.toString(octets), e);
        }
    }
}
