package io.countersign.mfa.totp;

import java.util.Locale;
import java.util.Optional;

/** The hash of the HMAC (RFC 6238 §1.2), by its name in key URIs. */
enum Algorithm {
    /** What every authenticator app knows. */
    SHA1,
    /** Some apps ignore it and compute with SHA-1. */
    SHA256,
    /** Some apps ignore it and compute with SHA-1. */
    SHA512;

    /** The name of the HMAC in the JDK. */
    String mac() {
        return "Hmac" + name();
    }

    /** By what programs call it: {@code SHA256}, {@code sha256}, {@code SHA-256}, {@code HmacSHA256}. Never guessed: any other is none. */
    static Optional<Algorithm> of(String word) {
        var plain = word.toUpperCase(Locale.ROOT).replaceFirst("^HMAC", "").replace("-", "");
        for (var algorithm : values()) {
            if (algorithm.name().equals(plain)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
