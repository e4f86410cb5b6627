package io.countersign.radius.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.countersign.radius.crypto.Fingerprint;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.PasswordCheck;
import io.countersign.radius.packet.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The passwords that were tried and not let in, so that a client that sends one again and again locks nobody's account: a wrong one is asked about
 * once, as long as the user has the same password; one that nobody has answered about may have been counted, and is asked about again
 * after a while. They are remembered as fingerprints with a key that never leaves this object. Safe for use by many threads.
 */
final class TriedPasswords {
    private static final Duration WRONG_FOR = Duration.ofMinutes(10);
    private static final Duration UNANSWERED_FOR = Duration.ofSeconds(30);
    private static final int MOST = 20_000;
    private static final int KEY_OCTETS = 32;

    private final byte[] key = new byte[KEY_OCTETS];
    private final Cache<Octets, PasswordCheck> wrong =
            Caffeine.newBuilder().expireAfterWrite(WRONG_FOR).maximumSize(MOST).build();
    private final Cache<Octets, PasswordCheck> unanswered = Caffeine.newBuilder()
            .expireAfterWrite(UNANSWERED_FOR)
            .maximumSize(MOST)
            .build();
    private final Coalesced<PasswordCheck> asked = new Coalesced<>();

    TriedPasswords() {
        new SecureRandom().nextBytes(key);
    }

    /** What is known of a password, or else what asking tells; of equal ones at the same time only one is asked about. */
    PasswordCheck check(DomainAccount account, Secret password, Supplier<PasswordCheck> ask) {
        var fingerprint = fingerprint(account, password);
        return known(fingerprint)
                .orElseGet(() -> asked.ask(
                        fingerprint.hex(), () -> known(fingerprint).orElseGet(() -> remembered(fingerprint, ask))));
    }

    private Optional<PasswordCheck> known(Octets fingerprint) {
        return Optional.ofNullable(wrong.getIfPresent(fingerprint))
                .or(() -> Optional.ofNullable(unanswered.getIfPresent(fingerprint)));
    }

    private PasswordCheck remembered(Octets fingerprint, Supplier<PasswordCheck> ask) {
        try {
            var check = ask.get();
            if (check instanceof PasswordCheck.Wrong) {
                wrong.put(fingerprint, check);
            }
            return check;
        } catch (DirectoryUnavailable fault) {
            unanswered.put(fingerprint, new PasswordCheck.CannotTell(String.valueOf(fault.getMessage())));
            throw fault;
        }
    }

    private Octets fingerprint(DomainAccount account, Secret password) {
        var all = new ByteArrayOutputStream();
        byte[] revealed = password.reveal();
        all.writeBytes(key);
        all.writeBytes(
                ByteBuffer.allocate(Long.BYTES).putLong(account.passwordSetAt()).array());
        all.writeBytes(account.active().id().getBytes(StandardCharsets.UTF_8));
        all.write(0);
        all.writeBytes(revealed);
        Arrays.fill(revealed, (byte) 0);
        return Fingerprint.of(Octets.wrap(all.toByteArray()));
    }
}
