package io.countersign.radius.challenge;

/** Challenges can be neither kept nor taken now. Caught where {@code DirectoryUnavailable} is, and answered as it is. */
public final class ChallengesUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Tells the cause. */
    public ChallengesUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
