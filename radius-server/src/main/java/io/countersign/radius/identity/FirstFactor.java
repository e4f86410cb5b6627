package io.countersign.radius.identity;

import io.countersign.policy.ReasonCode;
import java.util.Optional;

/** What became of a first factor. */
public sealed interface FirstFactor {
    /** It was right, or the client vouches for the user. */
    record Passed(Identity identity) implements FirstFactor {}

    /**
     * It was not.
     *
     * @param reason the same for an unknown user and a wrong password where there was a password
     * @param detail for the audit line, never for the user
     * @param user who it would have been, if a directory knows them
     */
    record Refused(ReasonCode reason, String detail, Optional<User> user) implements FirstFactor {}
}
