package io.countersign.radius.access;

import io.countersign.policy.AuthenticationMethod;
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

    /** A credential that this server cannot check yet. */
    record Unsupported(AuthenticationMethod method) implements Credential {}

    /** More than one. Which one to believe is anybody's guess, so nobody's. */
    record Ambiguous() implements Credential {}

    /** The credential of a request. */
    static Credential of(Packet packet) {
        var found = new ArrayList<Credential>(1);
        for (var attribute : packet.attributes()) {
            switch (attribute.type()) {
                case StandardAttributes.USER_PASSWORD -> found.add(new Pap(attribute.value()));
                case StandardAttributes.CHAP_PASSWORD -> found.add(new Unsupported(AuthenticationMethod.CHAP));
                default -> {}
            }
        }
        if (packet.has(StandardAttributes.EAP_MESSAGE)) {
            found.add(new Unsupported(AuthenticationMethod.EAP));
        }
        if (MicrosoftCredentials.present(packet)) {
            found.add(new Unsupported(AuthenticationMethod.MS_CHAP_V2));
        }
        return only(found);
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
            case Unsupported(var method) -> method;
        };
    }
}
