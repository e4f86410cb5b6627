package io.countersign.radius.access;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.radius.access.Credential.Malformed;
import io.countersign.radius.access.Credential.MsChap2;
import io.countersign.radius.access.Credential.Unsupported;
import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.VendorSpecific;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The credentials that Microsoft's vendor-specific attributes carry (RFC 2548 §2). */
final class MicrosoftCredentials {
    static final int MICROSOFT = 311;

    private static final int CHALLENGE = 11;
    private static final int CHAP2_RESPONSE = 25;
    private static final int CHAP2_RESPONSE_OCTETS = 50;
    private static final int PEER_CHALLENGE_AT = 2;
    private static final int NT_RESPONSE_AT = 26;

    private static final int MS_CHAP_RESPONSE = 1;
    private static final int CHANGE_1 = 3;
    private static final int CHANGE_2 = 4;
    private static final int CHANGE_3 = 27;

    /** MS-CHAP version 1, ARAP and changes of passwords: weaker, or more than a login. */
    private static final Set<Integer> OTHERS = Set.of(MS_CHAP_RESPONSE, CHANGE_1, CHANGE_2, 19, 20, CHANGE_3);

    private MicrosoftCredentials() {}

    static List<Credential> of(Packet packet) {
        if (!packet.has(VendorSpecific.TYPE)) {
            return List.of();
        }
        var attributes = microsofts(packet.attributes());
        var credentials = new ArrayList<Credential>(1);
        for (var attribute : attributes) {
            if (attribute.type() == CHAP2_RESPONSE || OTHERS.contains(attribute.type())) {
                credentials.add(credential(attribute, attributes));
            }
        }
        return credentials;
    }

    /** Microsoft's own attributes among those of a packet. */
    static List<Attribute> microsofts(List<Attribute> attributes) {
        var microsofts = new ArrayList<Attribute>();
        for (var attribute : attributes) {
            VendorSpecific.of(attribute)
                    .filter(specific -> specific.vendor() == MICROSOFT)
                    .ifPresent(specific -> microsofts.addAll(specific.attributes()));
        }
        return microsofts;
    }

    /** The attribute without the credentials and challenges of Microsoft's that are in it; empty if nothing else was. */
    static Optional<Attribute> without(Attribute attribute) {
        return VendorSpecific.of(attribute)
                .filter(specific -> specific.vendor() == MICROSOFT)
                .map(MicrosoftCredentials::rest)
                .orElse(Optional.of(attribute));
    }

    private static Optional<Attribute> rest(VendorSpecific microsofts) {
        var others = microsofts.attributes().stream()
                .filter(attribute -> attribute.type() != CHALLENGE
                        && attribute.type() != CHAP2_RESPONSE
                        && !OTHERS.contains(attribute.type()))
                .toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(new VendorSpecific(MICROSOFT, others).toAttribute());
    }

    private static Credential credential(Attribute attribute, List<Attribute> all) {
        return attribute.type() == CHAP2_RESPONSE
                ? response(attribute.value(), all)
                : new Unsupported(AuthenticationMethod.MS_CHAP_V2, unsupported(attribute.type()));
    }

    private static String unsupported(int type) {
        return switch (type) {
            case MS_CHAP_RESPONSE -> "MS-CHAP version 1 is not supported; MS-CHAPv2 is";
            case CHANGE_1, CHANGE_2, CHANGE_3 ->
                "a change of password by MS-CHAP is not supported; change it elsewhere";
            default -> "Microsoft's ARAP is not supported";
        };
    }

    private static Credential response(Octets value, List<Attribute> all) {
        var challenges =
                all.stream().filter(attribute -> attribute.type() == CHALLENGE).toList();
        if (value.length() != CHAP2_RESPONSE_OCTETS
                || challenges.size() != 1
                || challenges.getFirst().value().length() != MsChapV2.CHALLENGE_OCTETS) {
            return new Malformed(AuthenticationMethod.MS_CHAP_V2);
        }
        return new MsChap2(
                value.at(0),
                challenges.getFirst().value(),
                value.slice(PEER_CHALLENGE_AT, PEER_CHALLENGE_AT + MsChapV2.CHALLENGE_OCTETS),
                value.slice(NT_RESPONSE_AT, CHAP2_RESPONSE_OCTETS));
    }
}
