package io.countersign.cli.radius;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Decoded;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Discarded;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a datagram holds, for people and for programs.
 *
 * @param packet what could be read, up to the fault if there is one
 * @param padding octets behind the packet
 * @param checks what the signatures say, one sentence each
 */
record PacketReport(
        Optional<Packet> packet, List<Line> attributes, int padding, Optional<Fault> fault, List<String> checks) {
    private static final int HEADER_OCTETS = 20;
    private static final int SHOWN_OF_FAULT = 16;

    /** An attribute, or a part of one, and the octet where it begins. */
    record Line(int offset, String text) {}

    /** Where the packet breaks. */
    record Fault(DiscardReason reason, int offset, String octets) {}

    /**
     * Reads a datagram.
     *
     * @param requestAuthenticator of the request that it answers, if it is an answer
     */
    static PacketReport of(
            Octets datagram, Dictionary dictionary, Optional<Secret> secret, Optional<Octets> requestAuthenticator) {
        return switch (PacketDecoder.decode(datagram)) {
            case Packet packet ->
                new PacketReport(
                        Optional.of(packet),
                        lines(packet, dictionary),
                        datagram.length() - packet.length(),
                        Optional.empty(),
                        secret.map(known -> checks(packet, datagram, known, requestAuthenticator))
                                .orElse(List.of()));
            case Discarded(var reason, int offset) -> {
                var before = upTo(datagram, offset);
                yield new PacketReport(
                        before,
                        before.map(packet -> lines(packet, dictionary)).orElse(List.of()),
                        0,
                        Optional.of(new Fault(reason, offset, shown(datagram, offset))),
                        List.of());
            }
        };
    }

    boolean isWellFormed() {
        return fault.isEmpty();
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        packet.ifPresent(read -> {
            lines.add(read.code().text() + " (" + read.code().number() + "), Identifier " + read.identifier() + ", "
                    + read.length() + " octets");
            lines.add(line(4, "authenticator 0x" + read.authenticator().hex()));
        });
        attributes.forEach(attribute -> lines.add(line(attribute.offset(), attribute.text())));
        if (padding > 0) {
            lines.add("Padding: " + padding + " octets behind the packet, which are ignored");
        }
        fault.ifPresent(broken -> lines.add("Breaks at octet " + broken.offset() + ": " + words(broken.reason())
                + (broken.octets().isEmpty() ? "" : ": " + broken.octets())));
        lines.addAll(checks);
        return lines;
    }

    ObjectNode json() {
        var json = JsonMapper.shared().createObjectNode();
        packet.ifPresent(read -> json.put("code", read.code().text())
                .put("identifier", read.identifier())
                .put("length", read.length())
                .put("authenticator", read.authenticator().hex()));
        var list = json.putArray("attributes");
        attributes.forEach(attribute -> {
            var parts = attribute.text().split(" = ", 2);
            list.addObject()
                    .put("offset", attribute.offset())
                    .put("name", parts[0])
                    .put("value", parts.length > 1 ? parts[1] : "");
        });
        json.put("padding", padding);
        fault.ifPresent(broken -> json.putObject("fault")
                .put("reason", broken.reason().name())
                .put("offset", broken.offset())
                .put("text", words(broken.reason())));
        var said = json.putArray("checks");
        checks.forEach(said::add);
        return json;
    }

    private static List<Line> lines(Packet packet, Dictionary dictionary) {
        int[] offsets = new int[packet.attributes().size()];
        int offset = HEADER_OCTETS;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            offset += packet.attributes().get(i).length();
        }
        return dictionary.describe(packet.attributes()).stream()
                .map(line -> new Line(offsets[line.index()], line.text()))
                .toList();
    }

    /** What stands before a fault among the attributes, as a packet of its own. */
    private static Optional<Packet> upTo(Octets datagram, int offset) {
        if (offset < HEADER_OCTETS) {
            return Optional.empty();
        }
        byte[] before = Arrays.copyOf(datagram.toArray(), offset);
        before[2] = (byte) (offset >> 8);
        before[3] = (byte) offset;
        Decoded decoded = PacketDecoder.decode(Octets.wrap(before));
        return decoded instanceof Packet packet ? Optional.of(packet) : Optional.empty();
    }

    private static List<String> checks(
            Packet packet, Octets datagram, Secret secret, Optional<Octets> requestAuthenticator) {
        var octets = datagram.slice(0, packet.length());
        boolean answer = isAnswer(packet.code());
        if (answer && requestAuthenticator.isEmpty()) {
            return List.of("Signatures: not checked; name the request with --request");
        }
        var checks = new ArrayList<String>();
        if (answer) {
            checks.add("Response Authenticator: "
                    + verdict(Authenticator.answers(octets, requestAuthenticator.orElseThrow(), secret)));
        }
        checks.add("Message-Authenticator: "
                + signature(packet, octets, secret, requestAuthenticator.filter(_ -> answer)));
        return checks;
    }

    private static String signature(
            Packet packet, Octets octets, Secret secret, Optional<Octets> requestAuthenticator) {
        var signatures = packet.all(MessageAuthenticator.TYPE);
        if (signatures.isEmpty()) {
            return "there is none";
        }
        if (signatures.size() > 1 || signatures.getFirst().value().length() != MessageAuthenticator.OCTETS) {
            return "more than one, or not of 16 octets";
        }
        var signed = octets.toArray();
        requestAuthenticator.ifPresent(authenticator -> authenticator.copyTo(signed, 4));
        return verdict(MessageAuthenticator.verifies(
                Octets.wrap(signed), packet.valueOffset(MessageAuthenticator.TYPE), secret));
    }

    private static String verdict(boolean verifies) {
        return verifies ? "verifies" : "does NOT verify with this secret";
    }

    private static boolean isAnswer(Code code) {
        return switch (code) {
            case ACCESS_ACCEPT, ACCESS_REJECT, ACCESS_CHALLENGE, ACCOUNTING_RESPONSE -> true;
            case ACCESS_REQUEST, ACCOUNTING_REQUEST, STATUS_SERVER -> false;
        };
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
            case CODE_INVALID -> "a code that nobody has defined for RADIUS servers";
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
