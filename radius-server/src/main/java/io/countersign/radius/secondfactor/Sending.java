package io.countersign.radius.secondfactor;

import io.countersign.radius.packet.Octets;

/**
 * How a request was sent, by which the same login is recognised that a client sends again as a new request.
 *
 * @param identifier the packet's Identifier, 0 to 255
 * @param port the peer's UDP port
 * @param authenticator the packet's Request Authenticator
 * @param names what its attributes name
 * @param attributes a fingerprint of all its attributes but those that hang on the authenticator or the clock
 */
public record Sending(int identifier, int port, Octets authenticator, Names names, Octets attributes) {
    /** What the attributes of a request name, so that those of another login differ. */
    public enum Names {
        /** The session, by Acct-Session-Id. */
        SESSION,
        /** Where the user is, by Calling-Station-Id, NAS-Port or NAS-Port-Id. */
        PLACE,
        /** Nothing but the user and the client. */
        NOTHING
    }

    /**
     * Whether this is what an earlier request said, for the same session or under the same Identifier. There are only 256 Identifiers: where
     * port and authenticator are others too and nothing names a place, somebody else's login may have the same.
     */
    boolean repeats(Sending earlier) {
        return attributes.equals(earlier.attributes)
                && switch (names) {
                    case SESSION -> true;
                    case PLACE -> identifier == earlier.identifier;
                    case NOTHING ->
                        identifier == earlier.identifier
                                && (port == earlier.port || authenticator.equals(earlier.authenticator));
                };
    }
}
