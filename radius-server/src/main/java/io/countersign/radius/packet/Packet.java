package io.countersign.radius.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A packet's fields and attributes, in the order of the wire (RFC 2865 §3).
 *
 * @param identifier 0 to 255
 * @param authenticator 16 octets
 */
public record Packet(Code code, int identifier, Octets authenticator, List<Attribute> attributes) implements Decoded {
    /** Copies the attributes and checks the ranges. */
    public Packet {
        attributes = List.copyOf(attributes);
        if (identifier < 0 || identifier > 255 || authenticator.length() != 16) {
            throw new IllegalArgumentException("identifier or authenticator out of range");
        }
    }

    /** The first attribute of a type. */
    public Optional<Attribute> first(int type) {
        for (var attribute : attributes) {
            if (attribute.type() == type) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }

    /** All attributes of a type, in order. */
    public List<Attribute> all(int type) {
        List<Attribute> all = new ArrayList<>();
        for (var attribute : attributes) {
            if (attribute.type() == type) {
                all.add(attribute);
            }
        }
        return all;
    }

    /** How many attributes of a type there are. */
    public int count(int type) {
        int count = 0;
        for (var attribute : attributes) {
            if (attribute.type() == type) {
                count++;
            }
        }
        return count;
    }

    /** Whether there is an attribute of a type. */
    public boolean has(int type) {
        return first(type).isPresent();
    }

    /** The Length field: header and attributes, in octets; more than 4096 cannot be encoded. */
    public int length() {
        int length = PacketDecoder.HEADER_OCTETS;
        for (var attribute : attributes) {
            length += attribute.length();
        }
        return length;
    }
}
