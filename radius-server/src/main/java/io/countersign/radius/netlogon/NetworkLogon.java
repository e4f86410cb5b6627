package io.countersign.radius.netlogon;

import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.packet.Octets;

/**
 * A user's response to a challenge, as MS-CHAPv2 makes it.
 *
 * @param domain the NetBIOS name of the user's domain, or a DNS name; empty for a user principal name
 * @param user the user's name in that domain
 * @param workstation where the user logs on, as accounts may be limited to some; empty if that is not known
 * @param challengeHash the challenge: 8 octets ({@link MsChapV2#challengeHash})
 * @param ntResponse the response: 24 octets
 */
public record NetworkLogon(String domain, String user, String workstation, Octets challengeHash, Octets ntResponse) {
    private static final int CHALLENGE_OCTETS = 8;
    private static final int LONGEST_NAME = 256;

    /** Refuses lengths that are none. Without a user it would be an anonymous logon, which is nobody's. */
    public NetworkLogon {
        if (user.isEmpty() || user.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a user's name has 1 to 256 characters");
        }
        if (domain.length() > LONGEST_NAME || workstation.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("the names of domain and workstation have 256 characters at most");
        }
        if (challengeHash.length() != CHALLENGE_OCTETS || ntResponse.length() != MsChapV2.RESPONSE_OCTETS) {
            throw new IllegalArgumentException("a challenge has 8 octets and a response 24");
        }
    }
}
