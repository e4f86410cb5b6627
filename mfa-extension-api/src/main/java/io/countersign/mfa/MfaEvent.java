package io.countersign.mfa;

import java.util.Objects;
import java.util.Optional;

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

        /**
         * The code that was typed, in the digits 0 to 9, however it was grouped and whatever script its digits are of. Empty if this cannot
         * be a code of digits, so that a plugin asks nobody about it and counts no guess. A secret.
         */
        public Optional<String> code() {
            return TypedCode.of(text);
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
