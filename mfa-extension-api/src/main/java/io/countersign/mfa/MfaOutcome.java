package io.countersign.mfa;

import java.time.Duration;
import java.util.Objects;

/** What a second factor decided. The server lets the user in on {@link Approved} and on nothing else. */
public sealed interface MfaOutcome {
    /** The user has shown the factor, for this login. */
    record Approved() implements MfaOutcome {}

    /**
     * The factor was not shown: refused, wrong, late, locked, throttled, or anything that is not known to be something else.
     *
     * @param reason for the audit line, never shown to the user; carries no secret
     */
    record Denied(String reason) implements MfaOutcome {
        /** Checks that there is a reason. */
        public Denied {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The user must type something. The client shows the prompt in an Access-Challenge.
     *
     * @param prompt shown to the user, at most 253 octets of UTF-8
     */
    record AnswerNeeded(String prompt, MfaHandle handle) implements MfaOutcome {
        /** Checks that nothing is missing. */
        public AnswerNeeded {
            Objects.requireNonNull(prompt, "prompt");
            Objects.requireNonNull(handle, "handle");
        }
    }

    /**
     * The user was asked elsewhere and has not answered yet.
     *
     * @param pollAfter the server calls {@code resume} with {@link MfaEvent.Poll} no sooner than this; more than zero
     */
    record Waiting(MfaHandle handle, Duration pollAfter) implements MfaOutcome {
        /** Checks that nothing is missing and that the wait is more than zero. */
        public Waiting {
            Objects.requireNonNull(handle, "handle");
            if (!pollAfter.isPositive()) {
                throw new IllegalArgumentException("pollAfter must be more than zero: " + pollAfter);
            }
        }
    }

    /**
     * The user has no credential for this factor. The policy decides; without its word the login is rejected.
     *
     * @param hint what the user should do, for the audit line and the help desk
     */
    record NotEnrolled(String hint) implements MfaOutcome {
        /** Checks that there is a hint. */
        public NotEnrolled {
            Objects.requireNonNull(hint, "hint");
        }
    }

    /**
     * The service behind the factor cannot be used, and provably nobody was prompted. Once a prompt may have gone out, a fault is
     * {@link Denied}; so are throttled, blocked, unknown user and lost session at any time.
     *
     * @param cause for the audit line
     */
    record Unavailable(String cause) implements MfaOutcome {
        /** Checks that there is a cause. */
        public Unavailable {
            Objects.requireNonNull(cause, "cause");
        }
    }
}
