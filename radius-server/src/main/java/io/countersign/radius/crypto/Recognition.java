package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Knows secrets again without keeping them: by HMAC-SHA-256 under a key of its own, made by chance, so that nobody else can try out what
 * they were. Safe for use by many threads.
 */
public final class Recognition {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_OCTETS = 32;

    private final SecretKeySpec key;

    /** With a key that no other object has. */
    public Recognition() {
        byte[] octets = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(octets);
        this.key = new SecretKeySpec(octets, ALGORITHM);
        Arrays.fill(octets, (byte) 0);
    }

    /**
     * 32 octets that this object makes of no other secret.
     *
     * @param whose what the secret is of; the same secret of another is another
     */
    public Octets of(String whose, Secret secret) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(whose.getBytes(StandardCharsets.UTF_8));
            byte[] revealed = secret.reveal();
            byte[] known = mac.doFinal(revealed);
            Arrays.fill(revealed, (byte) 0);
            return Octets.wrap(known);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + ALGORITHM, e);
        }
    }
}
