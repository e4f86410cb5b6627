package io.countersign.radius.identity;

import io.countersign.policy.ReasonCode;
import io.countersign.radius.crypto.Secret;
import java.util.Optional;

/** What became of a first factor. */
public sealed interface FirstFactor {
    /** It was right, or the client vouches for the user. */
    record Passed(Identity identity, Proof proof) implements FirstFactor {}

    /** What the server knows by it, and may prove to the client in turn. */
    sealed interface Proof {
        /** Nothing that could be proved. */
        record None() implements Proof {}

        /**
         * The password, by MS-CHAPv2.
         *
         * @param passwordHashHash what the answer to the client and the session's keys are made of
         */
        record MsChapV2(Secret passwordHashHash) implements Proof {}
    }

    /**
     * It was not.
     *
     * @param reason the same for an unknown user and a wrong password where there was a password
     * @param detail for the audit line, never for the user
     * @param user who it would have been, if a directory knows them
     */
    record Refused(ReasonCode reason, String detail, Optional<User> user) implements FirstFactor {}

    /**
     * It was not looked at, since too many of the same client wait. Nothing is answered, so that the client repeats it.
     *
     * @param detail for the audit line
     */
    record Overloaded(String detail) implements FirstFactor {}
}
