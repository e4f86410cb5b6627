package io.countersign.radius.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Vendor-Specific attribute in the layout that RFC 2865 §5.26 recommends: sub-attributes with one octet each for type and length.
 *
 * @param vendor the SMI Private Enterprise Code, 0 to 2^24-1
 * @param attributes the sub-attributes, at least one; their type may not be 0
 */
public record VendorSpecific(int vendor, List<Attribute> attributes) {
    /** The attribute's type. */
    public static final int TYPE = 26;

    /** How many octets name the vendor, before its attributes. */
    public static final int VENDOR_OCTETS = 4;

    /** Copies the sub-attributes and checks the vendor. */
    public VendorSpecific {
        attributes = List.copyOf(attributes);
        if (vendor < 0 || vendor > 0xFFFFFF) {
            throw new IllegalArgumentException("vendor " + vendor + " is not within 0 to 2^24-1");
        }
    }

    /** The four octets that name a vendor. */
    public static Octets vendorId(int vendor) {
        return Octets.wrap(new byte[] {0, (byte) (vendor >> 16), (byte) (vendor >> 8), (byte) vendor});
    }

    /** What an attribute of type 26 holds; empty if it is of another type or layout, so that it stays raw (RFC 6929 §2.8). */
    public static Optional<VendorSpecific> of(Attribute attribute) {
        Octets value = attribute.value();
        if (attribute.type() != TYPE || value.length() < VENDOR_OCTETS + 2 || value.at(0) != 0) {
            return Optional.empty();
        }
        List<Attribute> inner = new ArrayList<>();
        int offset = VENDOR_OCTETS;
        while (offset < value.length()) {
            if (offset + 1 == value.length() || value.at(offset) == 0) {
                return Optional.empty();
            }
            int end = offset + value.at(offset + 1);
            if (end < offset + 2 || end > value.length()) {
                return Optional.empty();
            }
            inner.add(new Attribute(value.at(offset), value.slice(offset + 2, end)));
            offset = end;
        }
        return Optional.of(new VendorSpecific(value.at(1) << 16 | value.at(2) << 8 | value.at(3), inner));
    }

    /** The attribute of type 26. Throws {@code IllegalArgumentException} if the sub-attributes do not fit into one. */
    public Attribute toAttribute() {
        int length = VENDOR_OCTETS;
        for (Attribute attribute : attributes) {
            length += attribute.length();
        }
        byte[] value = new byte[length];
        vendorId(vendor).copyTo(value, 0);
        int offset = VENDOR_OCTETS;
        for (Attribute attribute : attributes) {
            value[offset] = (byte) attribute.type();
            value[offset + 1] = (byte) attribute.length();
            attribute.value().copyTo(value, offset + 2);
            offset += attribute.length();
        }
        return new Attribute(TYPE, Octets.wrap(value));
    }
}
