package io.countersign.radius.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.countersign.radius.crypto.Fingerprint;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.secondfactor.SecondFactors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * Knows again the password that a login began with. Some clients answer a challenge with it, and some people do: nobody guesses a code by
 * that. Salted hashes, in the memory of this node since its start; what is forgotten is looked at as any other answer. Safe for use by many
 * threads.
 */
final class CheckedPasswords {
    private static final long MOST = 100_000;
    private static final int SALT_OCTETS = 32;

    private final byte[] salt = new byte[SALT_OCTETS];
    private final Cache<String, Octets> byLogin;

    /** For logins of so many rounds. */
    CheckedPasswords(int rounds) {
        new SecureRandom().nextBytes(salt);
        Duration longest = SecondFactors.TIME_TO_ANSWER.multipliedBy(rounds);
        this.byLogin = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(longest)
                .executor(Runnable::run)
                .build();
    }

    void remember(String loginId, Secret password) {
        byLogin.put(loginId, trace(loginId, password));
    }

    boolean isPasswordOf(String loginId, Secret answer) {
        return Optional.ofNullable(byLogin.getIfPresent(loginId))
                .filter(trace(loginId, answer)::equals)
                .isPresent();
    }

    private Octets trace(String loginId, Secret password) {
        var octets = new ByteArrayOutputStream();
        octets.writeBytes(salt);
        octets.writeBytes(loginId.getBytes(StandardCharsets.UTF_8));
        octets.write(0);
        octets.writeBytes(password.reveal());
        return Fingerprint.of(Octets.wrap(octets.toByteArray()));
    }
}
