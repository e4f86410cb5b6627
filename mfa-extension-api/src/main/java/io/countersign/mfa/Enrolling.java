package io.countersign.mfa;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The management of a user's credentials, for factors that Countersign itself enrols. Called by the command line.
 *
 * <p>A new credential is {@linkplain #offer offered} first, so that the user's device has it before anything is kept.
 */
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

    /** What is to become of the credentials that a user has already. */
    enum Others {
        /** There must be none. */
        NONE,
        /** They work on, beside the new one. */
        KEPT,
        /** The new one takes their place. */
        REPLACED
    }

    /** How a secret is written. */
    enum Notation {
        /** As it looks; what could be two things is refused. */
        AS_IT_LOOKS,
        /** RFC 4648 §6. */
        BASE32,
        /** Two digits an octet. */
        HEX
    }

    /**
     * A secret that a user has already elsewhere.
     *
     * @param text as it was brought, with all its lines; in the plugin's forms (TOTP: Base32, hexadecimal or a key URI)
     * @param shortToo whether one is taken that is shorter than it should be
     */
    record BroughtSecret(String text, Notation notation, boolean shortToo) {
        /** Checks that nothing is missing. */
        public BroughtSecret {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(notation, "notation");
        }

        /** Redacted. */
        @Override
        public String toString() {
            return "BroughtSecret[redacted]";
        }
    }

    /** A credential that is made and not kept yet. For one thread, and a few minutes. {@code toString} must be redacted. */
    interface Offer {
        /**
         * What an authenticator app reads from a QR code, such as {@code otpauth://totp/…}; a secret. Empty if there is nothing to show, as
         * the user's device has the secret already.
         */
        Optional<String> uri();

        /** What may go wrong with it, such as devices that will not compute the same; a line each, for whoever enrols. No secret. */
        List<String> remarks();

        /** In what it is weaker than it should be; a phrase each, for the change log. */
        List<String> weaknesses();

        /**
         * The same, proved by a code that the user's device shows, which is used up by that.
         *
         * @throws EnrollmentRefused if the code is wrong, with what it tells
         */
        Offer provedBy(MfaEvent.Answer answer);

        /**
         * Keeps it. Once only.
         *
         * @throws EnrollmentRefused if the user's credentials do not allow it any more
         */
        Enrolled keep();
    }

    /**
     * What was kept.
     *
     * @param replaced the credentials that are no more
     */
    record Enrolled(Credential credential, List<Credential> replaced) {
        /** Copies the list. */
        public Enrolled {
            replaced = List.copyOf(replaced);
        }
    }

    /** A user's credentials, oldest first. */
    List<Credential> credentials(MfaUser user);

    /**
     * Makes a credential and keeps nothing.
     *
     * @param secret one that the user already has elsewhere; the plugin makes one if empty
     * @throws EnrollmentRefused if the secret is not usable, or the user's credentials do not allow it
     */
    Offer offer(MfaUser user, Others others, Optional<BroughtSecret> secret);

    /** Removes a credential. Answers whether there was one. */
    boolean revoke(MfaUser user, String credentialId);

    /**
     * Makes a locked credential work again, and forgets what was learnt of the device, such as how far its clock is ahead. Answers whether
     * there was anything to do.
     */
    boolean unlock(MfaUser user, String credentialId);
}
