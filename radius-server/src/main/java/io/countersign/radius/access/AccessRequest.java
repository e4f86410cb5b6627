package io.countersign.radius.access;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.Unsafe;
import io.countersign.radius.crypto.Fingerprint;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Proof;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.secondfactor.Sending;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An authentic Access-Request, read once for what the path asks of it.
 *
 * @param userName by which the user is looked up
 * @param sentName the User-Name as it came: proofs of MS-CHAPv2 are made with it
 */
record AccessRequest(
        Authentic authentic, Credential credential, String userName, String sentName, Optional<Octets> state) {
    private static final Set<Integer> OF_THE_AUTHENTICATOR = Set.of(
            StandardAttributes.USER_PASSWORD,
            StandardAttributes.CHAP_PASSWORD,
            StandardAttributes.CHAP_CHALLENGE,
            MessageAuthenticator.TYPE);

    private static final Set<Integer> OF_THE_CLOCK =
            Set.of(StandardAttributes.ACCT_DELAY_TIME, StandardAttributes.EVENT_TIMESTAMP);

    private static final Set<Integer> OF_THE_PLACE =
            Set.of(StandardAttributes.CALLING_STATION_ID, StandardAttributes.NAS_PORT, StandardAttributes.NAS_PORT_ID);

    AccessRequest(Authentic authentic) {
        this(authentic, userName(authentic));
    }

    private AccessRequest(Authentic authentic, String sentName) {
        this(
                authentic,
                Credential.of(authentic.packet()),
                userName(authentic),
                sentName,
                authentic.packet().first(StandardAttributes.STATE).map(Attribute::value));
    }

    private static String userName(Authentic authentic) {
        return text(authentic.packet(), StandardAttributes.USER_NAME).orElse("");
    }

    /** As a connection request policy has it looked at; empty if nobody knows what it says then. */
    Optional<AccessRequest> behind(ConnectionRequestPolicy policy) {
        if (policy.manipulation().isEmpty()) {
            return Optional.of(this);
        }
        return Manipulation.of(packet().attributes(), policy.manipulation().get())
                .map(attributes -> new AccessRequest(authentic.saying(attributes), sentName));
    }

    Packet packet() {
        return authentic.packet();
    }

    RadiusClient client() {
        return authentic.client();
    }

    /** Whether it says something twice that may be said once, or does not name its user: which to believe would be a guess. */
    boolean ambiguous() {
        return packet().count(StandardAttributes.USER_NAME) != 1
                || packet().count(StandardAttributes.STATE) > 1
                || credential instanceof Credential.Ambiguous;
    }

    /**
     * Whether it gives no ground to believe that its user or its client sent it: it is neither signed nor has it a credential or a State
     * (RFC 3579 §3.3). An RD Gateway that an administrator allows to be unsigned is believed without.
     */
    boolean isBaseless() {
        return state.isEmpty() && isBaselessBesidesItsState();
    }

    /** The same, leaving its State aside, which is no ground either where nobody knows it. */
    boolean isBaselessBesidesItsState() {
        return credential instanceof Credential.None
                && authentic.proof() == Proof.NONE
                && !client().definition().unsafe().contains(Unsafe.UNSIGNED_REQUESTS);
    }

    /** The password, or the answer to a challenge, that its User-Password hides; empty if that is of an impossible length. */
    Optional<Secret> revealed(Octets hidden) {
        return UserPassword.reveal(hidden, client().secret(), packet().authenticator());
    }

    /** So much of every reply is the request's own. */
    int proxyStateOctets() {
        return packet().attributes().stream()
                .filter(attribute -> attribute.type() == StandardAttributes.PROXY_STATE)
                .mapToInt(Attribute::length)
                .sum();
    }

    /** The Calling-Station-Id, if the client sent one that is not empty. */
    Optional<String> callingStation() {
        return callingStation(packet());
    }

    /** Its attributes but for the credential and the signature, which are worth nothing to whoever else has them. */
    List<Attribute> withoutCredential() {
        return packet().attributes().stream()
                .filter(attribute -> !OF_THE_AUTHENTICATOR.contains(attribute.type()))
                .flatMap(attribute -> MicrosoftCredentials.without(attribute).stream())
                .toList();
    }

    /** How it was sent, by which the same login is known again. */
    Sending sending() {
        var lasting = withoutCredential().stream()
                .filter(attribute -> !OF_THE_CLOCK.contains(attribute.type()))
                .toList();
        return new Sending(
                packet().identifier(),
                authentic.origin().peer().getPort(),
                packet().authenticator(),
                names(),
                Fingerprint.of(packet().code(), lasting));
    }

    private Sending.Names names() {
        if (packet().has(StandardAttributes.ACCT_SESSION_ID)) {
            return Sending.Names.SESSION;
        }
        return OF_THE_PLACE.stream().anyMatch(packet()::has) ? Sending.Names.PLACE : Sending.Names.NOTHING;
    }

    static Optional<String> callingStation(Packet packet) {
        return text(packet, StandardAttributes.CALLING_STATION_ID).filter(station -> !station.isBlank());
    }

    /** A text attribute; malformed UTF-8 becomes U+FFFD, which no account name has. */
    static Optional<String> text(Packet packet, int type) {
        return packet.first(type).map(attribute -> attribute.value().text());
    }
}
