package io.countersign.mfa;

/** An enrolment that cannot be done. The message says why and what to do instead; it carries no secret. */
public final class EnrollmentRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Tells why. */
    public EnrollmentRefused(String message) {
        super(message);
    }
}
