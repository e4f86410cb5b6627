package io.countersign.mfa;

import java.util.Objects;

/** Why {@link MfaProvider#resume} is called. */
public sealed interface MfaEvent {
    /**
     * The user answered a challenge.
     *
     * @param text what the user typed, as it came: not trimmed, possibly empty, a secret
     */
    record Answer(String text) implements MfaEvent {
        /** Checks that there is a text. */
        public Answer {
            Objects.requireNonNull(text, "text");
        }

        /** Redacted. */
        @Override
        public String toString() {
            return "Answer[redacted]";
        }
    }

    /** The time that {@link MfaOutcome.Waiting} asked for has passed. */
    record Poll() implements MfaEvent {}
}
