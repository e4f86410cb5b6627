package io.countersign.radius.secondfactor;

import io.countersign.radius.packet.Octets;

/**
 * How a request was sent, by which the same login is recognised that a client sends again as a new request.
 *
 * @param identifier the packet's Identifier, 0 to 255
 * @param namesItsSession whether an Acct-Session-Id is among its attributes
 * @param attributes a fingerprint of all its attributes but those that hang on the authenticator or the clock
 */
public record Sending(int identifier, boolean namesItsSession, Octets attributes) {
    /** Whether this is what an earlier request said, under the same Identifier or for the same session. */
    boolean repeats(Sending earlier) {
        return attributes.equals(earlier.attributes) && (identifier == earlier.identifier || namesItsSession);
    }
}
