package io.countersign.cli.radius;

import io.countersign.cli.radius.PacketCodes.Authentication;
import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the signatures of a well-formed packet say. */
final class Signatures {
    private static final Octets BLANK = Octets.wrap(new byte[Authenticator.OCTETS]);

    private Signatures() {}

    /**
     * One of them.
     *
     * @param text a sentence
     * @param failed whether somebody else made it, or made it with another secret
     */
    record Check(String text, boolean failed) {}

    /**
     * Checks all that there are.
     *
     * @param octets the packet without padding
     * @param requestAuthenticator of the request that it answers, if it is an answer and that is known
     */
    static List<Check> check(
            Reading.Header header,
            List<Attribute> attributes,
            Octets octets,
            Secret secret,
            Optional<Octets> requestAuthenticator) {
        Authentication authentication = PacketCodes.authentication(header.code());
        List<Check> checks = new ArrayList<>();
        switch (authentication) {
            case UNKNOWN -> {
                return List.of(new Check("Signatures: not checked; no RFC says how this code is signed", false));
            }
            case OF_REPLY -> {
                if (requestAuthenticator.isEmpty()) {
                    return List.of(new Check("Signatures: not checked; name the request with --request", false));
                }
                checks.add(verdict(
                        "Response Authenticator", Authenticator.answers(octets, requestAuthenticator.get(), secret)));
            }
            case OF_REQUEST ->
                checks.add(verdict("Request Authenticator", Authenticator.ofRequestVerifies(octets, secret)));
            case RANDOM -> {}
        }
        Octets authenticator = switch (authentication) {
            case OF_REQUEST -> BLANK;
            case OF_REPLY -> requestAuthenticator.orElseThrow();
            case RANDOM, UNKNOWN -> header.authenticator();
        };
        checks.add(messageAuthenticator(attributes, Authenticator.with(authenticator, octets), secret));
        return checks;
    }

    private static Check messageAuthenticator(List<Attribute> attributes, Octets signed, Secret secret) {
        return switch (Signed.check(attributes, signed, secret)) {
            case MISSING -> new Check("Message-Authenticator: there is none", false);
            case REPEATED -> new Check("Message-Authenticator: there is more than one", true);
            case WRONG_LENGTH, WRONG -> verdict("Message-Authenticator", false);
            case RIGHT -> verdict("Message-Authenticator", true);
        };
    }

    private static Check verdict(String what, boolean verifies) {
        return new Check(what + ": " + (verifies ? "verifies" : "does NOT verify with this secret"), !verifies);
    }
}
