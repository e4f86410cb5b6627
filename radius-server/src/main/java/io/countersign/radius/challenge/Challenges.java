package io.countersign.radius.challenge;

import io.countersign.mfa.MfaRecords;
import io.countersign.radius.packet.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues the State of an Access-Challenge, and has it used once (RFC 2865 §5.24).
 *
 * <p>A State is a version octet, 16 random octets and a MAC over both and the client, none of them zero. The MAC turns away what this server has not issued to
 * this client before the store is asked, so that no other client can use up a challenge. Whose login it is, the caller looks at: one
 * account has many spellings. Safe for use by many threads.
 */
public final class Challenges {
    private static final byte VERSION = 1;
    private static final int RANDOM_OCTETS = 16;
    private static final int MAC_OCTETS = 16;
    private static final int STATE_OCTETS = 1 + RANDOM_OCTETS + MAC_OCTETS;
    private static final String MAC_ALGORITHM = "HmacSHA256";
    private static final String OWNER = "state";
    private static final String KEY = "mac-key";

    private final ChallengeStore store;
    private final SecretKeySpec macKey;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    private Challenges(ChallengeStore store, SecretKeySpec macKey, InstantSource clock) {
        this.store = store;
        this.macKey = macKey;
        this.clock = clock;
    }

    /** Opens the challenges of a store. The MAC key is made at first use and kept in the server's own sealed records. */
    public static Challenges open(ChallengeStore store, MfaRecords serverRecords, InstantSource clock) {
        var fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        serverRecords.create(OWNER, KEY, HexFormat.of().formatHex(fresh));
        var kept = serverRecords.find(OWNER, KEY).orElseThrow(() -> new IllegalStateException("the State key is gone"));
        return new Challenges(store, new SecretKeySpec(HexFormat.of().parseHex(kept.value()), MAC_ALGORITHM), clock);
    }

    /** Challenges for nobody: none of a State was ever issued here, and none that is issued is kept. */
    public static Challenges ofNobody(InstantSource clock) {
        var fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        return new Challenges(new NothingKept(), new SecretKeySpec(fresh, MAC_ALGORITHM), clock);
    }

    private record NothingKept() implements ChallengeStore {
        @Override
        public void keep(Octets id, byte[] content, Instant expires) {
            // It is never asked for.
        }

        @Override
        public Optional<byte[]> find(Octets id, Instant now) {
            return Optional.empty();
        }

        @Override
        public boolean take(Octets id, Instant now) {
            return false;
        }
    }

    /** Keeps a login until its answer comes, and answers the State that brings it back. */
    public Octets issue(PendingRound pending) {
        var state = newState(pending.client());
        while (hasZero(state)) {
            state = newState(pending.client());
        }
        store.keep(head(Octets.wrap(state)), ChallengeFormat.write(pending), pending.expires());
        return Octets.wrap(state);
    }

    private byte[] newState(String client) {
        var head = new byte[1 + RANDOM_OCTETS];
        random.nextBytes(head);
        head[0] = VERSION;
        var state = Arrays.copyOf(head, STATE_OCTETS);
        System.arraycopy(mac(head, client), 0, state, head.length, MAC_OCTETS);
        return state;
    }

    /** Of 33 octets every ninth State has one, and a client that takes it for the end of a text cannot bring it back. */
    private static boolean hasZero(byte[] state) {
        for (byte octet : state) {
            if (octet == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a State was issued here, to this client. Whether it is still good, only {@link #take} can say. Another server's State, which a
     * client brings back to be forwarded, is none of ours, whatever it looks like.
     */
    public boolean issued(Octets state, String client) {
        if (state.length() != STATE_OCTETS || state.at(0) != VERSION) {
            return false;
        }
        var mac = state.slice(1 + RANDOM_OCTETS, STATE_OCTETS);
        return MessageDigest.isEqual(
                mac.toArray(), mac(state.slice(0, 1 + RANDOM_OCTETS).toArray(), client));
    }

    /**
     * The login that a State was issued for, which stays where it is: whose answer it is can be looked at before it is used up. Empty if the
     * State is not ours, not this client's, used before or expired.
     */
    public Optional<PendingRound> find(Octets state, String client) {
        if (!issued(state, client)) {
            return Optional.empty();
        }
        return store.find(head(state), clock.instant())
                .flatMap(ChallengeFormat::read)
                .filter(pending ->
                        pending.client().equals(client) && clock.instant().isBefore(pending.expires()));
    }

    /** Uses up a State that was found: of several racers one may go on with its login, for the others it is used. */
    public boolean take(Octets state, String client) {
        return issued(state, client) && store.take(head(state), clock.instant());
    }

    private static Octets head(Octets state) {
        return state.slice(0, 1 + RANDOM_OCTETS);
    }

    private byte[] mac(byte[] head, String client) {
        try {
            var mac = Mac.getInstance(MAC_ALGORITHM);
            mac.init(macKey);
            var input = new ByteArrayOutputStream();
            input.writeBytes(head);
            input.writeBytes(client.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(input.toByteArray()), MAC_OCTETS);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
