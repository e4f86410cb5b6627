package io.countersign.radius.secondfactor;

import io.countersign.mfa.MfaHandle;

/** What became of a request's second factor. */
public sealed interface FactorOutcome {
    /** The factor was shown, for this request and for no other. */
    record Approved() implements FactorOutcome {}

    /** The factor was not shown. The reason is for the audit. */
    record Denied(String reason) implements FactorOutcome {}

    /** The user must answer a challenge. */
    record AnswerNeeded(String prompt, MfaHandle handle) implements FactorOutcome {}

    /** The user has no credential for this factor. */
    record NotEnrolled(String hint) implements FactorOutcome {}

    /** The service behind the factor cannot be used and nobody was prompted. */
    record Unavailable(String cause) implements FactorOutcome {}

    /** A later request of the same login has taken this one's place; this one is answered no more. */
    record Superseded() implements FactorOutcome {}
}
