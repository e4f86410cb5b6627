package io.countersign.radius.dictionary;

import io.countersign.radius.packet.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a vendor lays out its sub-attributes.
 *
 * @param typeOctets 1, 2 or 4
 * @param lengthOctets 1 or 2; 0 if there is none, so that one sub-attribute fills the attribute
 * @param continuation whether an octet behind the length tells that the value goes on in the next attribute
 */
record VendorLayout(int typeOctets, int lengthOctets, boolean continuation) {
    /** The one that RFC 2865 §5.26 recommends. */
    static final VendorLayout STANDARD = new VendorLayout(1, 1, false);

    VendorLayout {
        boolean type = typeOctets == 1 || typeOctets == 2 || typeOctets == 4;
        if (!type || lengthOctets < 0 || lengthOctets > 2) {
            throw new IllegalArgumentException("a layout has 1, 2 or 4 octets for types and 0, 1 or 2 for lengths");
        }
    }

    /** The flag of a sub-attribute that goes on in the next attribute. */
    private static final int MORE = 0x80;

    record Part(long type, Octets value) {}

    /**
     * A sub-attribute that fills its attribute, whole or a part of one.
     *
     * @param more whether it goes on in the next attribute
     */
    record Piece(long type, Octets value, boolean more) {}

    /** The greatest number that a sub-attribute can have. */
    long greatestType() {
        return (1L << (8 * typeOctets)) - 1;
    }

    private int header() {
        return typeOctets + lengthOctets + (continuation ? 1 : 0);
    }

    /** The sub-attributes; empty if the octets are not laid out so, or if a value goes on elsewhere. */
    Optional<List<Part>> read(Octets octets) {
        List<Part> parts = new ArrayList<>();
        int offset = 0;
        while (offset < octets.length()) {
            if (octets.length() - offset < header()) {
                return Optional.empty();
            }
            int end = lengthOctets == 0
                    ? octets.length()
                    : offset + (int) number(octets, offset + typeOctets, lengthOctets);
            if (end < offset + header() || end > octets.length()) {
                return Optional.empty();
            }
            if (continuation && octets.at(offset + header() - 1) != 0) {
                return Optional.empty();
            }
            long type = number(octets, offset, typeOctets);
            parts.add(new Part(type, octets.slice(offset + header(), end)));
            offset = end;
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }

    /** The sub-attribute that fills the octets; empty if there is another or none, or if this vendor's never go on elsewhere. */
    Optional<Piece> piece(Octets octets) {
        boolean isWhole = continuation
                && octets.length() > header()
                && number(octets, typeOctets, lengthOctets) == octets.length()
                && (octets.at(header() - 1) & ~MORE) == 0;
        return isWhole
                ? Optional.of(new Piece(
                        number(octets, 0, typeOctets),
                        octets.slice(header(), octets.length()),
                        octets.at(header() - 1) == MORE))
                : Optional.empty();
    }

    /** How many octets a piece holds in an attribute that has so many for the sub-attribute. */
    int pieceOctets(int octets) {
        return octets - header();
    }

    Octets write(long type, Octets value) {
        return write(type, value, false);
    }

    /** With the flag that more follows, of a vendor that has it. */
    Octets write(long type, Octets value, boolean more) {
        byte[] header = new byte[header()];
        if (more) {
            header[header.length - 1] = (byte) MORE;
        }
        put(header, 0, typeOctets, type);
        put(header, typeOctets, lengthOctets, header.length + (long) value.length());
        return Octets.wrap(header).and(value);
    }

    private static long number(Octets octets, int offset, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | octets.at(offset + i);
        }
        return number;
    }

    private static void put(byte[] octets, int offset, int length, long number) {
        for (int i = 0; i < length; i++) {
            octets[offset + i] = (byte) (number >> (8 * (length - 1 - i)));
        }
    }
}
