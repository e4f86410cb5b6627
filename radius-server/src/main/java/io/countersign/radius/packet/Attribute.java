package io.countersign.radius.packet;

/**
 * One attribute as it stands in a packet. A Vendor-Specific attribute (26) is kept whole: vendor and sub-attributes are in its value.
 *
 * @param type 1 to 255
 * @param value 0 to 253 octets
 */
public record Attribute(int type, Octets value) {
    /** The longest value. */
    public static final int MAX_VALUE_OCTETS = 253;

    /** Checks type and length. */
    public Attribute {
        if (type < 1 || type > 255) {
            throw new IllegalArgumentException("attribute type " + type + " is not within 1 to 255");
        }
        if (value.length() > MAX_VALUE_OCTETS) {
            throw new IllegalArgumentException("attribute value of " + value.length() + " octets; 253 is the most");
        }
    }

    /** The Length field: type and length themselves included, 2 to 255. */
    public int length() {
        return 2 + value.length();
    }
}
