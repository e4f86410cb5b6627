package io.countersign.mfa;

import java.time.Instant;
import java.util.Objects;

/**
 * A certificate that a provider shows to a service, or believes one by.
 *
 * @param name what it is for, in a few words, such as {@code push certificate}; the same as long as the settings are
 * @param until when it ends
 */
public record MfaCertificate(String name, Instant until) {
    /** Checks that nothing is missing. */
    public MfaCertificate {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(until, "until");
    }
}
