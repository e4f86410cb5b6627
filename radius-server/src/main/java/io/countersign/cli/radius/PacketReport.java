package io.countersign.cli.radius;

import io.countersign.cli.radius.Signatures.Check;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Discarded;
import io.countersign.radius.packet.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a datagram holds, for people and for programs.
 *
 * @param checks what the signatures say; none of a packet with a fault
 */
record PacketReport(Reading reading, List<ShownAttribute> attributes, List<Check> checks) {
    private static final int SHOWN_OF_FAULT = 16;

    PacketReport {
        attributes = List.copyOf(attributes);
        checks = List.copyOf(checks);
    }

    /**
     * Reads a datagram.
     *
     * @param requestAuthenticator of the request that it answers, if it is an answer
     */
    static PacketReport of(
            Octets datagram, Dictionary dictionary, Optional<Secret> secret, Optional<Octets> requestAuthenticator) {
        var reading = Reading.of(datagram);
        List<Check> checks = reading.faults().isEmpty() && secret.isPresent()
                ? reading.header()
                        .map(header -> Signatures.check(
                                header,
                                reading.attributes(),
                                datagram.slice(0, header.length()),
                                secret.get(),
                                requestAuthenticator))
                        .orElse(List.of())
                : List.of();
        return new PacketReport(reading, ShownAttribute.all(reading.attributes(), dictionary), checks);
    }

    /** Whether it is well-formed, and no signature is wrong or of a wrong length, for which the server discards a packet. */
    boolean isSound() {
        return reading.faults().isEmpty()
                && checks.stream().noneMatch(Check::failed)
                && reading.attributes().stream()
                        .filter(attribute -> attribute.type() == MessageAuthenticator.TYPE)
                        .allMatch(attribute -> attribute.value().length() == MessageAuthenticator.OCTETS);
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        reading.header().ifPresent(header -> {
            lines.add(codeName(header) + " (" + header.code() + "), Identifier " + header.identifier() + ", "
                    + header.length() + " octets");
            lines.add(line(4, "authenticator 0x" + header.authenticator().hex()));
        });
        attributes.forEach(attribute -> lines.add(line(attribute.offset(), attribute.text())));
        if (reading.padding() > 0) {
            lines.add("Padding: " + reading.padding() + " octets behind the packet, which are ignored");
        }
        reading.header()
                .filter(header -> reading.faults().isEmpty() && !PacketCodes.isServed(header.code()))
                .ifPresent(header -> lines.add("Served: no; Countersign discards each " + codeName(header)));
        reading.faults().forEach(fault -> lines.add("Breaks at octet " + fault.offset() + ": " + words(fault)));
        checks.forEach(check -> lines.add(check.text()));
        return lines;
    }

    ObjectNode json() {
        var json = JsonMapper.shared().createObjectNode();
        reading.header()
                .ifPresent(header -> json.put("code", codeName(header))
                        .put("codeNumber", header.code())
                        .put("served", PacketCodes.isServed(header.code()))
                        .put("identifier", header.identifier())
                        .put("length", header.length())
                        .put("authenticator", header.authenticator().hex()));
        var list = json.putArray("attributes");
        attributes.forEach(attribute -> attribute.addTo(list));
        json.put("padding", reading.padding());
        var faults = json.putArray("faults");
        reading.faults()
                .forEach(fault -> faults.addObject()
                        .put("reason", fault.reason().name())
                        .put("offset", fault.offset())
                        .put("text", words(fault.reason())));
        var said = json.putArray("checks");
        checks.forEach(check -> said.addObject().put("text", check.text()).put("failed", check.failed()));
        return json;
    }

    private static String codeName(Reading.Header header) {
        return PacketCodes.name(header.code()).orElse("Unassigned");
    }

    private String words(Discarded fault) {
        String octets = fault.offset() < Reading.HEADER_OCTETS ? "" : shown(reading.datagram(), fault.offset());
        return words(fault.reason()) + (octets.isEmpty() ? "" : ": " + octets);
    }

    private static String shown(Octets datagram, int offset) {
        int end = Math.min(datagram.length(), offset + SHOWN_OF_FAULT);
        return offset >= end ? "" : datagram.slice(offset, end).hex().replaceAll("(..)(?=.)", "$1 ");
    }

    private static String line(int offset, String text) {
        return String.format(Locale.ROOT, "%5d  %s", offset, text);
    }

    private static String words(DiscardReason reason) {
        return switch (reason) {
            case SHORTER_THAN_HEADER -> "shorter than a packet's header of 20 octets";
            case CODE_INVALID -> "a code that is assigned to no kind of packet";
            case LENGTH_TOO_SHORT -> "the Length field says less than 20 octets";
            case LENGTH_TOO_LONG -> "the Length field says more than 4096 octets";
            case LENGTH_PAST_END -> "the Length field says more octets than there are";
            case STRAY_OCTET -> "one octet is left, too few for an attribute";
            case ATTRIBUTE_TYPE_ZERO -> "an attribute of type 0";
            case ATTRIBUTE_LENGTH_TOO_SHORT -> "an attribute's length is less than 2";
            case ATTRIBUTE_PAST_END -> "an attribute goes past the end of the packet";
            case TOO_MANY_ATTRIBUTES -> "more than 200 attributes";
            default -> reason.name();
        };
    }
}
