package io.countersign.mfa;

import java.time.Duration;
import java.util.Objects;

/** What a second factor decided. The server lets the user in on {@link Approved} and on nothing else. */
public sealed interface MfaOutcome {
    /** The user has shown the factor, for this login. */
    record Approved() implements MfaOutcome {}

    /**
     * The factor was not shown. Never leads to a policy's way round the factor.
     *
     * @param reason for the audit line, never shown to the user; carries no secret; cut after 500 characters
     */
    record Denied(Kind kind, String reason) implements MfaOutcome {
        /** Why the factor was not shown. Decides whether the user is left in peace for a while. */
        public enum Kind {
            /** The user refused, or reported fraud. */
            BY_USER,
            /** Wrong, late, locked, throttled for this user, or anything that is not known to be something else. */
            NOT_SHOWN,
            /** The service behind the factor failed, perhaps after a prompt had gone out. Says nothing of the user. */
            FAULT
        }

        /** Checks that nothing is missing and cuts the reason. */
        public Denied {
            Objects.requireNonNull(kind, "kind");
            reason = Bounded.text(reason);
        }

        /** The user refused. */
        public static Denied byUser(String reason) {
            return new Denied(Kind.BY_USER, reason);
        }

        /** The factor was not shown, or nobody can say better. */
        public static Denied notShown(String reason) {
            return new Denied(Kind.NOT_SHOWN, reason);
        }

        /** The service behind the factor failed. */
        public static Denied fault(String reason) {
            return new Denied(Kind.FAULT, reason);
        }
    }

    /**
     * The user must type something. The client shows the prompt in an Access-Challenge.
     *
     * @param by {@link Interaction#SENT_CODE} if a code was sent just now, also by a {@code resume} that sends another;
     *     {@link Interaction#CODE} if the user has the code already, also where one that was sent before is asked for again
     * @param prompt shown to the user; cut after 253 octets of UTF-8
     */
    record AnswerNeeded(Interaction by, String prompt, MfaHandle handle) implements MfaOutcome {
        /** Checks that nothing is missing and that the answer comes through the login, and cuts the prompt. */
        public AnswerNeeded {
            Objects.requireNonNull(handle, "handle");
            if (by == Interaction.OUT_OF_BAND) {
                throw new IllegalArgumentException("what is typed comes through the login, by CODE or SENT_CODE");
            }
            Objects.requireNonNull(by, "by");
            prompt = Bounded.prompt(prompt);
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
     * @param hint what the user should do, for the audit line and the help desk; cut after 500 characters
     */
    record NotEnrolled(String hint) implements MfaOutcome {
        /** Cuts the hint. */
        public NotEnrolled {
            hint = Bounded.text(hint);
        }
    }

    /**
     * The service behind the factor cannot be used, and provably nobody was prompted. Once a prompt may have gone out, a fault is
     * {@link Denied} of the kind {@code FAULT}; throttled, blocked, unknown user and lost session are {@link Denied} at any time.
     *
     * @param cause for the audit line; cut after 500 characters
     */
    record Unavailable(String cause) implements MfaOutcome {
        /** Cuts the cause. */
        public Unavailable {
            cause = Bounded.text(cause);
        }
    }
}
