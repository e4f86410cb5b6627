package io.countersign.radius.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads packets, strictly: what is not well-formed to its last octet is discarded. Never throws. */
public final class PacketDecoder {
    /** The shortest packet: a header without attributes. */
    public static final int HEADER_OCTETS = 20;

    /** The longest packet (RFC 2865 §3). */
    public static final int MAX_OCTETS = 4096;

    /** A bound on work for hostile packets; honest ones have a few dozen. */
    static final int MAX_ATTRIBUTES = 200;

    private PacketDecoder() {}

    /** The packet in a datagram. Octets past the Length field are padding and ignored (RFC 2865 §3). */
    public static Decoded decode(Octets datagram) {
        if (datagram.length() < HEADER_OCTETS) {
            return new Discarded(DiscardReason.SHORTER_THAN_HEADER, datagram.length());
        }
        Optional<Code> code = Code.of(datagram.at(0));
        if (code.isEmpty()) {
            return new Discarded(DiscardReason.CODE_INVALID, 0);
        }
        int length = datagram.at(2) << 8 | datagram.at(3);
        if (length < HEADER_OCTETS) {
            return new Discarded(DiscardReason.LENGTH_TOO_SHORT, 2);
        }
        if (length > MAX_OCTETS) {
            return new Discarded(DiscardReason.LENGTH_TOO_LONG, 2);
        }
        if (length > datagram.length()) {
            return new Discarded(DiscardReason.LENGTH_PAST_END, 2);
        }
        List<Attribute> attributes = new ArrayList<>(16);
        int offset = HEADER_OCTETS;
        while (offset < length) {
            Optional<DiscardReason> fault = fault(datagram, offset, length);
            if (fault.isPresent()) {
                return new Discarded(fault.get(), offset);
            }
            if (attributes.size() == MAX_ATTRIBUTES) {
                return new Discarded(DiscardReason.TOO_MANY_ATTRIBUTES, offset);
            }
            int end = offset + datagram.at(offset + 1);
            attributes.add(new Attribute(datagram.at(offset), datagram.slice(offset + 2, end)));
            offset = end;
        }
        return new Packet(code.get(), datagram.at(1), datagram.slice(4, HEADER_OCTETS), attributes);
    }

    private static Optional<DiscardReason> fault(Octets datagram, int offset, int end) {
        if (datagram.at(offset) == 0) {
            return Optional.of(DiscardReason.ATTRIBUTE_TYPE_ZERO);
        }
        if (offset + 1 == end) {
            return Optional.of(DiscardReason.STRAY_OCTET);
        }
        int length = datagram.at(offset + 1);
        if (length < 2) {
            return Optional.of(DiscardReason.ATTRIBUTE_LENGTH_TOO_SHORT);
        }
        return offset + length > end ? Optional.of(DiscardReason.ATTRIBUTE_PAST_END) : Optional.empty();
    }
}
