package io.countersign.mfa;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One login that needs a second factor.
 *
 * @param loginId names this login in the audit; the same in every round
 * @param usable the interactions that the client can carry; a plugin must not answer with another
 * @param clientName the RADIUS client's friendly name, such as {@code rdgw-01}
 * @param callingStation where the user comes from, if the client said so; for the prompt, never for a decision
 * @param deadline a decision after it counts as a denial
 */
public record MfaRequest(
        String loginId,
        MfaUser user,
        Set<Interaction> usable,
        String clientName,
        Optional<String> callingStation,
        Instant deadline) {
    /** Copies the interactions. */
    public MfaRequest {
        usable = Set.copyOf(usable);
    }
}
