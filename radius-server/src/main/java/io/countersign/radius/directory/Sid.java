package io.countersign.radius.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Filter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Pattern;

/** A security identifier as {@code S-1-5-21-…} (MS-DTYP §2.4.2). */
record Sid(String text) {
    private static final Pattern TEXT = Pattern.compile("S-1-(0|[1-9]\\d{0,14})((?:-(?:0|[1-9]\\d{0,9})){1,15})");
    private static final int HEAD = 8;
    private static final int MOST_PARTS = 15;
    private static final long MOST_AUTHORITY = (1L << 48) - 1;
    private static final long MOST_PART = 0xffff_ffffL;

    /** Reads the octets of an attribute; empty if they are no SID. */
    static Optional<Sid> of(byte[] octets) {
        if (octets.length < HEAD || octets[0] != 1 || octets[1] < 1 || octets[1] > MOST_PARTS) {
            return Optional.empty();
        }
        int parts = octets[1];
        if (octets.length != HEAD + 4 * parts) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(octets);
        var text = new StringBuilder("S-1-").append(buffer.getLong(0) & MOST_AUTHORITY);
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < parts; i++) {
            text.append('-').append(Integer.toUnsignedLong(buffer.getInt(HEAD + 4 * i)));
        }
        return Optional.of(new Sid(text.toString()));
    }

    /** Reads a text; empty if it is no SID. */
    static Optional<Sid> parse(String text) {
        return TEXT.matcher(text).matches() && inRange(text) ? Optional.of(new Sid(text)) : Optional.empty();
    }

    private static boolean inRange(String text) {
        var numbers = text.substring("S-1-".length()).split("-", -1);
        boolean fits = Long.parseLong(numbers[0]) <= MOST_AUTHORITY;
        for (int i = 1; i < numbers.length; i++) {
            fits &= Long.parseLong(numbers[i]) <= MOST_PART;
        }
        return fits;
    }

    private byte[] octets() {
        var numbers = text.substring("S-1-".length()).split("-", -1);
        var buffer = ByteBuffer.allocate(HEAD + 4 * (numbers.length - 1));
        buffer.putLong(0, Long.parseLong(numbers[0]));
        buffer.put(0, (byte) 1).put(1, (byte) (numbers.length - 1)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 1; i < numbers.length; i++) {
            buffer.putInt(HEAD + 4 * (i - 1), (int) Long.parseLong(numbers[i]));
        }
        return buffer.array();
    }

    /** Finds the object that has it. */
    Filter filter() {
        return Filter.createEqualityFilter("objectSid", new ASN1OctetString(octets()).getValue());
    }

    /** Whether it was made by the domain that has the other one. */
    boolean isOf(Sid domain) {
        return text.startsWith(domain.text + "-") && text.lastIndexOf('-') == domain.text.length();
    }

    /** The last number, which is the same for well-known groups of every domain. */
    String relative() {
        return text.substring(text.lastIndexOf('-') + 1);
    }
}
