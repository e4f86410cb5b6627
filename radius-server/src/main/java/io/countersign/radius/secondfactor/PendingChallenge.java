package io.countersign.radius.secondfactor;

import io.countersign.mfa.MfaHandle;
import io.countersign.radius.packet.Attribute;
import java.time.Instant;
import java.util.List;

/**
 * A login that waits for its user's answer, with all that is needed to finish it on any node. Nothing of it is in the packet.
 *
 * @param userName the User-Name of the first request; the answer must come with the same
 * @param reply the matched policy's attributes for the Access-Accept, as they stood when the policy matched
 * @param round how many challenges this login has had, from 1
 * @param expires an answer after it is rejected
 */
public record PendingChallenge(
        String loginId,
        String userId,
        String userName,
        String client,
        String connectionRequestPolicy,
        Login.MatchedPolicy policy,
        String provider,
        MfaHandle handle,
        List<Attribute> reply,
        int round,
        Instant expires) {
    /** Copies the attributes. */
    public PendingChallenge {
        reply = List.copyOf(reply);
    }

    /** The same login with another prompt open. */
    public PendingChallenge next(MfaHandle nextHandle, Instant nextExpiry) {
        return new PendingChallenge(
                loginId,
                userId,
                userName,
                client,
                connectionRequestPolicy,
                policy,
                provider,
                nextHandle,
                reply,
                round + 1,
                nextExpiry);
    }
}
