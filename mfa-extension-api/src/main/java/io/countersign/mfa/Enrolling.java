package io.countersign.mfa;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The management of a user's credentials, for factors that Countersign itself enrols. Called by the command line. */
public interface Enrolling {
    /**
     * One credential of a user, without its secret.
     *
     * @param id unique for the user; given back to {@link #revoke}
     * @param label what an administrator reads, such as {@code TOTP SHA-1, 6 digits, 30 s}
     * @param lockedBecause why the credential does not work now
     */
    record Credential(
            String id, String label, Instant added, Optional<Instant> lastUsed, Optional<String> lockedBecause) {}

    /**
     * A new credential. Shown once.
     *
     * @param uri what an authenticator app reads from a QR code, such as {@code otpauth://totp/…}; a secret. Empty if there is none to
     *     show
     */
    record Enrolled(Credential credential, Optional<String> uri) {
        /** Redacted. */
        @Override
        public String toString() {
            return "Enrolled[credential=" + credential + "]";
        }
    }

    /** A user's credentials, oldest first. */
    List<Credential> credentials(MfaUser user);

    /**
     * Adds a credential.
     *
     * @param secret one that the user already has elsewhere, as text in the plugin's form (TOTP: Base32); the plugin makes one if empty
     * @throws EnrollmentRefused if the secret is not usable, or the user has as many as there may be
     */
    Enrolled enroll(MfaUser user, Optional<String> secret);

    /** Removes a credential. Answers whether there was one. */
    boolean revoke(MfaUser user, String credentialId);

    /**
     * Makes a locked credential work again, and forgets what was learnt of the device, such as how far its clock is ahead. Answers whether
     * there was anything to do.
     */
    boolean unlock(MfaUser user, String credentialId);
}
