package io.countersign.radius.identity;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Hashed;
import io.countersign.radius.waiting.Waiting;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes and checks password hashes (Argon2id, RFC 9106), at most one on each core at a time; who comes later waits in turn. Safe for use
 * by many threads.
 *
 * <p>Passwords are octets: a wrong shared secret turns them into any octets at all.
 *
 * <p>Making and checking throw {@link DirectoryUnavailable} if the thread is interrupted while it waits.
 */
public final class PasswordHashes {
    /** The longest password that RADIUS can carry (RFC 2865 §5.2), in octets. */
    public static final int MOST_OCTETS = 128;

    private static final Argon2id.Cost COST = new Argon2id.Cost(19 * 1024, 2, 1);
    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;

    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final SecureRandom random = new SecureRandom();
    private final LongAdder done = new LongAdder();

    /** Hashes a new password. Throws {@link IllegalArgumentException} if it is empty or longer than {@link #MOST_OCTETS}. */
    public Hashed hash(Secret password) {
        if (!isPossible(password)) {
            throw new IllegalArgumentException("a password has 1 to " + MOST_OCTETS + " octets");
        }
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return new Hashed(Argon2id.of(COST, salt, compute(COST, salt, password, HASH_OCTETS))
                .phc());
    }

    /** Whether the password is the hashed one. Always costs one hash; an unreadable hash and an empty password never match. */
    public boolean matches(Hashed stored, Secret password) {
        Optional<Argon2id> readable = Argon2id.parse(stored.phc());
        if (readable.isEmpty() || !isPossible(password)) {
            spend(password);
            return false;
        }
        Argon2id hash = readable.get();
        byte[] expected = hash.hashOctets();
        return MessageDigest.isEqual(expected, compute(hash.cost(), hash.saltOctets(), password, expected.length));
    }

    /** Spends the time of {@link #matches}. */
    public void spend(Secret password) {
        compute(COST, new byte[SALT_OCTETS], password, HASH_OCTETS);
    }

    /** How many hashes were computed. */
    long done() {
        return done.sum();
    }

    private static boolean isPossible(Secret password) {
        return password.length() > 0 && password.length() <= MOST_OCTETS;
    }

    private byte[] compute(Argon2id.Cost cost, byte[] salt, Secret password, int octets) {
        Waiting.begin();
        byte[] revealed = password.reveal();
        acquireCore();
        try {
            return Argon2id.compute(cost, salt, revealed, octets);
        } finally {
            cores.release();
            done.increment();
            Arrays.fill(revealed, (byte) 0);
        }
    }

    private void acquireCore() {
        try {
            cores.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryUnavailable("interrupted while waiting for a core to check a password", e);
        }
    }
}
