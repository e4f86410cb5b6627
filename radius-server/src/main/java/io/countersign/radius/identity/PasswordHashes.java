package io.countersign.radius.identity;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.LocalUserStore.StoredPassword.Hashed;
import io.countersign.radius.waiting.Waiting;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;

/**
 * Makes and checks password hashes (Argon2id, RFC 9106), at most one on each core at a time; who comes later waits for a {@link Turns turn}.
 * One for the life of the process: two would share the cores as if the other were not there. Safe for use by many threads.
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

    /** For each core: a second or two of work. Whoever waited longer would be repeated by the client meanwhile. */
    private static final int MOST_WAITING = 64;

    /** What a hash takes besides its memory, in blocks of 1 KiB. */
    private static final int WORKING_BLOCKS = 16;

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Turns turns;

    /**
     * The memory of those who have no turn now. It is kept, and cleared after each hash: 19 MiB of garbage a hash would go straight to the
     * old part of the heap. The one used last comes first, so that a server that seldom hashes keeps one.
     */
    private final ConcurrentLinkedDeque<BlockPool> memory = new ConcurrentLinkedDeque<>();

    /**
     * Of the operating system, one for each turn: on the few threads that carry virtual ones, hashes would hold up everything else, and
     * requests would wait for those threads, in order of coming, instead of for their turns.
     */
    private final ExecutorService workers;

    private final SecureRandom random = new SecureRandom();
    private final LongAdder done = new LongAdder();

    /** As many at a time as there are cores. */
    public PasswordHashes() {
        this(CORES, MOST_WAITING * CORES);
    }

    PasswordHashes(int atATime, int mostWaiting) {
        this.turns = new Turns(atATime, mostWaiting);
        this.workers = Executors.newFixedThreadPool(
                atATime,
                Thread.ofPlatform().name("password-hashes-", 1).daemon().factory());
        for (int i = 0; i < atATime; i++) {
            memory.push(new FixedBlockPool(COST.memory() + WORKING_BLOCKS));
        }
    }

    /** What became of a password that was held against a hash. */
    enum Match {
        /** It is the hashed one. */
        RIGHT,
        /** It is not. */
        WRONG,
        /** Nobody has looked: too many of the same client wait. */
        BUSY
    }

    /** Hashes a new password. Throws {@link IllegalArgumentException} if it is empty or longer than {@link #MOST_OCTETS}. */
    public Hashed hash(Secret password) {
        if (!isPossible(password)) {
            throw new IllegalArgumentException("a password has 1 to " + MOST_OCTETS + " octets");
        }
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        byte[] hash = compute("", COST, salt, password, HASH_OCTETS)
                .orElseThrow(() -> new IllegalStateException("too many new passwords at the same time"));
        return new Hashed(Argon2id.of(COST, salt, hash).phc());
    }

    /**
     * Whether the password is the hashed one. Always costs one hash; an unreadable hash and an empty password never match.
     *
     * @param client whose queue it waits in
     */
    Match match(String client, Hashed stored, Secret password) {
        Optional<Argon2id> readable = Argon2id.parse(stored.phc());
        if (readable.isEmpty() || !isPossible(password)) {
            return spend(client, password);
        }
        Argon2id hash = readable.get();
        byte[] expected = hash.hashOctets();
        return compute(client, hash.cost(), hash.saltOctets(), password, expected.length)
                .map(made -> MessageDigest.isEqual(expected, made) ? Match.RIGHT : Match.WRONG)
                .orElse(Match.BUSY);
    }

    /** Spends the time of {@link #match}; never {@link Match#RIGHT}. */
    Match spend(String client, Secret password) {
        return compute(client, COST, new byte[SALT_OCTETS], password, HASH_OCTETS)
                        .isPresent()
                ? Match.WRONG
                : Match.BUSY;
    }

    /** How many hashes were computed. */
    long done() {
        return done.sum();
    }

    private static boolean isPossible(Secret password) {
        return password.length() > 0 && password.length() <= MOST_OCTETS;
    }

    private Optional<byte[]> compute(String client, Argon2id.Cost cost, byte[] salt, Secret password, int octets) {
        Waiting.begin();
        return beginTurn(client)
                ? Optional.of(await(workers.submit(() -> computeInTurn(cost, salt, password, octets))))
                : Optional.empty();
    }

    /** On a worker's thread: it ends the turn even if nobody waits for the hash any more. */
    private byte[] computeInTurn(Argon2id.Cost cost, byte[] salt, Secret password, int octets) {
        byte[] revealed = password.reveal();
        BlockPool blocks = memory.pop();
        try {
            return Argon2id.compute(cost, salt, revealed, octets, blocks);
        } finally {
            memory.push(blocks);
            done.increment();
            turns.end();
            Arrays.fill(revealed, (byte) 0);
        }
    }

    private static byte[] await(Future<byte[]> hash) {
        try {
            return hash.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryUnavailable("interrupted while a password was checked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be hashed", e);
        }
    }

    private boolean beginTurn(String client) {
        try {
            return turns.begin(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DirectoryUnavailable("interrupted while waiting for a core to check a password", e);
        }
    }
}
