package io.countersign.cli.radius;

import static io.countersign.radius.packet.StandardAttributes.CHAP_CHALLENGE;
import static io.countersign.radius.packet.StandardAttributes.CHAP_PASSWORD;
import static io.countersign.radius.packet.StandardAttributes.STATE;
import static io.countersign.radius.packet.StandardAttributes.USER_NAME;
import static io.countersign.radius.packet.StandardAttributes.USER_PASSWORD;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Chap;
import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.forwarding.Sent;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.VendorSpecific;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request that {@code radius send} makes, each time it is sent with a new authenticator and new challenges.
 *
 * @param password absent for {@link PasswordMethod#NONE} and for all but Access-Requests
 * @param signed whether it carries a Message-Authenticator; an Accounting-Request never does
 */
record ClientRequest(
        Code code,
        List<Attribute> attributes,
        PasswordMethod method,
        Optional<Secret> password,
        boolean signed,
        Secret secret) {
    private static final int MICROSOFT = 311;
    private static final int MS_CHAP_CHALLENGE = 11;
    private static final int MS_CHAP2_RESPONSE = 25;
    private static final SecureRandom RANDOM = new SecureRandom();

    ClientRequest {
        attributes = List.copyOf(attributes);
    }

    /** The answer to a challenge: the same request with its State, and the answer as User-Password (RFC 2865 §4.4). */
    ClientRequest answering(Packet challenge, Secret answer) {
        List<Attribute> next = new ArrayList<>(attributes);
        next.removeIf(attribute -> attribute.type() == STATE);
        challenge.first(STATE).ifPresent(next::add);
        return new ClientRequest(code, next, PasswordMethod.PAP, Optional.of(answer), signed, secret);
    }

    /** The packet under an Identifier; empty if it would be too long. */
    Optional<Sent> under(int identifier) {
        if (code == Code.ACCOUNTING_REQUEST) {
            return Sent.accounting(identifier, attributes, secret);
        }
        Octets authenticator = Authenticator.random();
        List<Attribute> all = new ArrayList<>(attributes);
        password.ifPresent(known -> all.addAll(credential(known, authenticator)));
        Packet packet = new Packet(code, identifier, authenticator, all);
        return signed ? Sent.signed(packet, secret) : Sent.unsigned(packet);
    }

    private List<Attribute> credential(Secret known, Octets authenticator) {
        return switch (method) {
            case PAP -> List.of(new Attribute(USER_PASSWORD, UserPassword.hide(known, secret, authenticator)));
            case CHAP -> chap(known);
            case MS_CHAP_V2 -> msChapV2(known);
            case NONE -> List.of();
        };
    }

    private static List<Attribute> chap(Secret password) {
        int identifier = RANDOM.nextInt(256);
        Octets challenge = random();
        Octets response = Chap.respond(identifier, challenge, password);
        return List.of(
                new Attribute(CHAP_CHALLENGE, challenge),
                new Attribute(
                        CHAP_PASSWORD,
                        Octets.wrap(new byte[] {(byte) identifier}).and(response)));
    }

    /** Ident, flags, peer challenge, eight octets of nothing, response. */
    private List<Attribute> msChapV2(Secret password) {
        Octets challenge = random();
        Octets peerChallenge = random();
        Octets response = MsChapV2.respond(MsChapV2.challengeHash(peerChallenge, challenge, userName()), password);
        Octets value = Octets.wrap(new byte[] {1, 0})
                .and(peerChallenge)
                .and(Octets.wrap(new byte[8]))
                .and(response);
        return List.of(microsoft(MS_CHAP_CHALLENGE, challenge), microsoft(MS_CHAP2_RESPONSE, value));
    }

    /** Without a domain, as the user's machine does it. */
    private String userName() {
        String name = attributes.stream()
                .filter(attribute -> attribute.type() == USER_NAME)
                .findFirst()
                .map(attribute -> attribute.value().text())
                .orElse("");
        return LoginName.parse(name).name();
    }

    private static Attribute microsoft(int type, Octets value) {
        return new VendorSpecific(MICROSOFT, List.of(new Attribute(type, value))).toAttribute();
    }

    private static Octets random() {
        byte[] octets = new byte[MsChapV2.CHALLENGE_OCTETS];
        RANDOM.nextBytes(octets);
        return Octets.wrap(octets);
    }
}
