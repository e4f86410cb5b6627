package io.countersign.radius.dictionary;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The numbers that a format holds.
 *
 * @param octets how many it takes on the wire
 */
record NumberRange(BigInteger least, BigInteger most, int octets) {
    private static final int TAG_BITS = 8;

    /** Those of a format; empty if it does not hold numbers. A tag takes the first octet of a number (RFC 2868 §3.1). */
    static Optional<NumberRange> of(Format format, boolean tagged) {
        return switch (format) {
            case BYTE -> Optional.of(unsigned(1, 0));
            case SHORT -> Optional.of(unsigned(2, 0));
            case INTEGER -> Optional.of(unsigned(4, tagged ? TAG_BITS : 0));
            case INTEGER64 -> Optional.of(unsigned(8, 0));
            case SIGNED ->
                Optional.of(new NumberRange(
                        BigInteger.valueOf(Integer.MIN_VALUE), BigInteger.valueOf(Integer.MAX_VALUE), 4));
            case STRING, OCTETS, DATE, IPADDR, IPV4PREFIX, IPV6ADDR, IPV6PREFIX, COMBO_IP, IFID, ETHER, TLV ->
                Optional.empty();
        };
    }

    private static NumberRange unsigned(int octets, int taken) {
        return new NumberRange(
                BigInteger.ZERO, BigInteger.ONE.shiftLeft(8 * octets - taken).subtract(BigInteger.ONE), octets);
    }

    /** A number in decimal digits, or in hex after 0x; empty if the text is none, or none of these. Above 2^63-1 its bits are meant. */
    Optional<Long> parse(String text) {
        try {
            BigInteger number = text.startsWith("0x") || text.startsWith("0X")
                    ? new BigInteger(text.substring(2), 16)
                    : new BigInteger(text);
            return holds(number) ? Optional.of(number.longValue()) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether a number, which may have been meant for another format, is one of these. */
    boolean holds(long number) {
        return octets == Long.BYTES || holds(BigInteger.valueOf(number));
    }

    private boolean holds(BigInteger number) {
        return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }

    /** As {@code 0 to 255}. */
    @Override
    public String toString() {
        return least + " to " + most;
    }
}
