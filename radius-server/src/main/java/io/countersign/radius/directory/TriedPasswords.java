package io.countersign.radius.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.countersign.radius.crypto.Recognition;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.PasswordCheck;
import io.countersign.radius.packet.Octets;
import java.time.Duration;
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

    private final Recognition recognition = new Recognition();
    private final Cache<Octets, PasswordCheck> wrong =
            Caffeine.newBuilder().expireAfterWrite(WRONG_FOR).maximumSize(MOST).build();
    private final Cache<Octets, PasswordCheck> unanswered = Caffeine.newBuilder()
            .expireAfterWrite(UNANSWERED_FOR)
            .maximumSize(MOST)
            .build();
    private final Coalesced<PasswordCheck> asked = new Coalesced<>();

    /** What is known of a password, or else what asking tells; of equal ones at the same time only one is asked about. */
    PasswordCheck check(NamedAccount account, Secret password, Supplier<PasswordCheck> ask) {
        var fingerprint = recognition.of(account.sid().text() + " " + account.passwordSetAt(), password);
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
}
