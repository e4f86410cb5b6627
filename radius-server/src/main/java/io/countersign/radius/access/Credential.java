package io.countersign.radius.access;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.radius.crypto.Chap;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import java.util.ArrayList;
import java.util.List;

/** The credential that an Access-Request carries (RFC 2865 §4.1). */
sealed interface Credential {
    /** None at all. */
    record None() implements Credential {}

    /** A User-Password, still hidden. */
    record Pap(Octets hidden) implements Credential {}

    /** A CHAP-Password, taken apart; the challenge is the Request Authenticator if there is no CHAP-Challenge (RFC 2865 §5.3). */
    record ChapPassword(int identifier, Octets challenge, Octets response) implements Credential {}

    /** An MS-CHAP2-Response, taken apart (RFC 2548 §2.3.2). */
    record MsChap2(int identifier, Octets authenticatorChallenge, Octets peerChallenge, Octets response)
            implements Credential {}

    /** One that is not as its method prescribes. Nobody is let in by it, nor for want of it. */
    record Malformed(AuthenticationMethod method) implements Credential {}

    /**
     * A credential that this server cannot check.
     *
     * @param what for an administrator, with what could be used instead
     */
    record Unsupported(AuthenticationMethod method, String what) implements Credential {}

    /** More than one. Which one to believe is anybody's guess, so nobody's. */
    record Ambiguous() implements Credential {}

    /** The credential of a request. */
    static Credential of(Packet packet) {
        var found = new ArrayList<Credential>(1);
        for (var attribute : packet.attributes()) {
            switch (attribute.type()) {
                case StandardAttributes.USER_PASSWORD -> found.add(new Pap(attribute.value()));
                case StandardAttributes.CHAP_PASSWORD -> found.add(chap(attribute.value(), packet));
                default -> {}
            }
        }
        if (packet.has(StandardAttributes.EAP_MESSAGE)) {
            found.add(new Unsupported(AuthenticationMethod.EAP, "EAP is not supported"));
        }
        found.addAll(MicrosoftCredentials.of(packet));
        return only(found);
    }

    private static Credential chap(Octets value, Packet packet) {
        if (value.length() != 1 + Chap.RESPONSE_OCTETS) {
            return new Malformed(AuthenticationMethod.CHAP);
        }
        var challenge = packet.first(StandardAttributes.CHAP_CHALLENGE)
                .map(Attribute::value)
                .orElse(packet.authenticator());
        return new ChapPassword(value.at(0), challenge, value.slice(1, value.length()));
    }

    private static Credential only(List<Credential> found) {
        return switch (found.size()) {
            case 0 -> new None();
            case 1 -> found.getFirst();
            default -> new Ambiguous();
        };
    }

    /** The method, for policies and the audit. */
    default AuthenticationMethod method() {
        return switch (this) {
            case None _, Ambiguous _ -> AuthenticationMethod.UNAUTHENTICATED;
            case Pap _ -> AuthenticationMethod.PAP;
            case ChapPassword _ -> AuthenticationMethod.CHAP;
            case MsChap2 _ -> AuthenticationMethod.MS_CHAP_V2;
            case Malformed(var method) -> method;
            case Unsupported(var method, var _) -> method;
        };
    }
}
