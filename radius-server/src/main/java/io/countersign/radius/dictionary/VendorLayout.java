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

    record Part(long type, Octets value) {}

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
            if (type == 0) {
                return Optional.empty();
            }
            parts.add(new Part(type, octets.slice(offset + header(), end)));
            offset = end;
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }

    Octets write(long type, Octets value) {
        byte[] header = new byte[header()];
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
