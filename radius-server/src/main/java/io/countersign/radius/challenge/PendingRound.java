package io.countersign.radius.challenge;

import io.countersign.mfa.MfaHandle;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.secondfactor.Login;
import java.time.Instant;
import java.util.List;

/**
 * A login that waits for its user's next word, with all that is needed to go on with it on any node. Nothing of it is in the packet. Each
 * kind of round says what it waits for.
 */
public sealed interface PendingRound {
    /** Names the login in the audit; the same in every round. */
    String loginId();

    /** The User-Name of the first request; the answer must name the same account. */
    String userName();

    /** The RADIUS client's friendly name; the answer must come from the same. */
    String client();

    /** An answer after it is rejected. */
    Instant expires();

    /**
     * The first factor is shown and the policies have granted; the user owes a second factor its answer.
     *
     * @param proven whether the first factor was a credential that was right; else the client vouched for the user
     * @param said the attributes of the first request without its credential: the policies are evaluated on them again
     * @param policy the matched network policy and the revision it matched in
     * @param round how many challenges this login has had, from 1
     */
    record SecondFactor(
            String loginId,
            String userId,
            boolean proven,
            String userName,
            String client,
            List<Attribute> said,
            String connectionRequestPolicy,
            Login.MatchedPolicy policy,
            String provider,
            MfaHandle handle,
            int round,
            Instant expires)
            implements PendingRound {
        /** Copies the attributes. */
        public SecondFactor {
            said = List.copyOf(said);
        }

        /** The same login with another prompt open. */
        public SecondFactor next(MfaHandle nextHandle, Instant nextExpiry) {
            return new SecondFactor(
                    loginId,
                    userId,
                    proven,
                    userName,
                    client,
                    said,
                    connectionRequestPolicy,
                    policy,
                    provider,
                    nextHandle,
                    round + 1,
                    nextExpiry);
        }
    }
}
