package io.countersign.radius.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.countersign.radius.crypto.Fingerprint;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/**
 * The wrong password that each user typed last, so that a client that sends it again and again locks nobody's account. It is remembered as a
 * fingerprint with a key that never leaves this object, and only for as long as the user has the same password. Safe for use by many
 * threads.
 */
final class RefusedPasswords {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST = 10_000;
    private static final int KEY_OCTETS = 32;

    private final byte[] key = new byte[KEY_OCTETS];
    private final Cache<String, Octets> refused =
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST).build();

    RefusedPasswords() {
        new SecureRandom().nextBytes(key);
    }

    boolean isKnown(DomainAccount account, Secret password) {
        var known = refused.getIfPresent(account.active().id());
        return known != null && known.equals(fingerprint(account, password));
    }

    void add(DomainAccount account, Secret password) {
        refused.put(account.active().id(), fingerprint(account, password));
    }

    private Octets fingerprint(DomainAccount account, Secret password) {
        var all = new ByteArrayOutputStream();
        byte[] revealed = password.reveal();
        all.writeBytes(key);
        all.writeBytes(
                ByteBuffer.allocate(Long.BYTES).putLong(account.passwordSetAt()).array());
        all.writeBytes(revealed);
        Arrays.fill(revealed, (byte) 0);
        return Fingerprint.of(Octets.wrap(all.toByteArray()));
    }
}
