package io.countersign.cli.radius;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Discarded;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A datagram read as far as it can be, whatever its code and whatever its Length field says.
 *
 * @param header absent if the datagram is shorter than one
 * @param attributes those before the first fault among them
 * @param padding octets behind the packet
 * @param faults in the order in which the server looks for them; it discards at the first
 */
record Reading(
        Octets datagram, Optional<Header> header, List<Attribute> attributes, int padding, List<Discarded> faults) {
    static final int HEADER_OCTETS = 20;

    /**
     * The fields before the attributes, as they are.
     *
     * @param length what the Length field says
     */
    record Header(int code, int identifier, int length, Octets authenticator) {}

    Reading {
        attributes = List.copyOf(attributes);
        faults = List.copyOf(faults);
    }

    static Reading of(Octets datagram) {
        if (datagram.length() < HEADER_OCTETS) {
            var fault = new Discarded(DiscardReason.SHORTER_THAN_HEADER, datagram.length());
            return new Reading(datagram, Optional.empty(), List.of(), 0, List.of(fault));
        }
        var header = new Header(
                datagram.at(0), datagram.at(1), datagram.at(2) << 8 | datagram.at(3), datagram.slice(4, HEADER_OCTETS));
        List<Discarded> faults = new ArrayList<>();
        if (PacketCodes.name(header.code()).isEmpty()) {
            faults.add(new Discarded(DiscardReason.CODE_INVALID, 0));
        }
        Optional<DiscardReason> wrongLength = faultOfLength(header.length(), datagram.length());
        wrongLength.ifPresent(reason -> faults.add(new Discarded(reason, 2)));
        int end = wrongLength.isPresent() ? Math.min(datagram.length(), PacketDecoder.MAX_OCTETS) : header.length();
        var attributes = attributes(datagram, end, faults);
        return new Reading(datagram, Optional.of(header), attributes, datagram.length() - end, faults);
    }

    private static Optional<DiscardReason> faultOfLength(int length, int octets) {
        if (length < HEADER_OCTETS) {
            return Optional.of(DiscardReason.LENGTH_TOO_SHORT);
        }
        if (length > PacketDecoder.MAX_OCTETS) {
            return Optional.of(DiscardReason.LENGTH_TOO_LONG);
        }
        return length > octets ? Optional.of(DiscardReason.LENGTH_PAST_END) : Optional.empty();
    }

    private static List<Attribute> attributes(Octets datagram, int end, List<Discarded> faults) {
        return switch (PacketDecoder.decode(withHeader(datagram, end))) {
            case Packet packet -> packet.attributes();
            case Discarded fault -> {
                faults.add(fault);
                yield attributes(datagram, fault.offset(), faults);
            }
        };
    }

    /** The octets up to the end under a header that stands in nobody's way. */
    private static Octets withHeader(Octets datagram, int end) {
        byte[] octets = datagram.slice(0, end).toArray();
        octets[0] = (byte) Code.ACCESS_REQUEST.number();
        octets[2] = (byte) (end >> 8);
        octets[3] = (byte) end;
        return Octets.wrap(octets);
    }
}
