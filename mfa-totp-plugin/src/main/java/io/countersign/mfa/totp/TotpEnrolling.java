package io.countersign.mfa.totp;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.EnrollmentRefused;
import io.countersign.mfa.MfaUser;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Adds, lists, revokes and unlocks authenticator apps. */
final class TotpEnrolling implements Enrolling {
    private static final int MOST_TOKENS = 5;
    private static final int ID_OCTETS = 3;

    private final TotpSettings settings;
    private final Tokens tokens;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    TotpEnrolling(TotpSettings settings, Tokens tokens, InstantSource clock) {
        this.settings = settings;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public List<Enrolling.Credential> credentials(MfaUser user) {
        return tokens.of(user.id()).stream().map(kept -> told(kept.token())).toList();
    }

    @Override
    public Enrolled enroll(MfaUser user, Optional<String> secret) {
        if (tokens.of(user.id()).size() >= MOST_TOKENS) {
            throw new EnrollmentRefused(user.loginName() + " has " + MOST_TOKENS
                    + " authenticator apps, which is the most; revoke one first");
        }
        var seed = secret.map(Seed::brought).orElseGet(() -> Seed.random(random));
        while (true) {
            var token = Token.enrolled(newId(), seed, settings, clock.instant());
            if (tokens.add(user.id(), token)) {
                return new Enrolled(told(token), Optional.of(KeyUri.of(settings.issuer(), user.loginName(), token)));
            }
        }
    }

    @Override
    public boolean revoke(MfaUser user, String credentialId) {
        var kept = find(user, credentialId);
        while (kept.isPresent()) {
            if (tokens.remove(kept.get())) {
                return true;
            }
            kept = find(user, credentialId);
        }
        return false;
    }

    @Override
    public boolean unlock(MfaUser user, String credentialId) {
        var kept = find(user, credentialId);
        while (kept.isPresent() && kept.get().token().locked(settings)) {
            if (tokens.replace(kept.get(), kept.get().token().unlocked())) {
                return true;
            }
            kept = find(user, credentialId);
        }
        return false;
    }

    private Optional<Tokens.Kept> find(MfaUser user, String credentialId) {
        return tokens.of(user.id()).stream()
                .filter(kept -> kept.token().id().equals(credentialId))
                .findFirst();
    }

    private Enrolling.Credential told(Token token) {
        return new Enrolling.Credential(
                token.id(),
                token.label(),
                token.added(),
                token.lastUsed(),
                token.locked(settings)
                        ? Optional.of("locked after " + token.wrong() + " wrong codes")
                        : Optional.empty());
    }

    private String newId() {
        var octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
