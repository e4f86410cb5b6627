package io.countersign.radius.secondfactor;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;

/** What became of a request's second factor. */
public sealed interface FactorOutcome {
    /** The factor was shown, for this request and for no other. */
    record Approved() implements FactorOutcome {}

    /** The factor was not shown. The reason is for the audit. */
    record Denied(MfaOutcome.Denied.Kind kind, String reason) implements FactorOutcome {
        /** Not shown, or nobody can say better. */
        static Denied notShown(String reason) {
            return new Denied(MfaOutcome.Denied.Kind.NOT_SHOWN, reason);
        }
    }

    /** The user must answer a challenge, with a code at hand or with one that was sent just now. */
    record AnswerNeeded(Interaction by, String prompt, MfaHandle handle) implements FactorOutcome {}

    /** The user has no credential for this factor. */
    record NotEnrolled(String hint) implements FactorOutcome {}

    /** The service behind the factor cannot be used and nobody was prompted. */
    record Unavailable(String cause) implements FactorOutcome {}

    /** A later request of the same login has taken this one's place; this one is answered no more. */
    record Superseded() implements FactorOutcome {}
}
