package io.countersign.mfa.totp;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.EnrollmentRefused;
import io.countersign.mfa.MfaUser;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Adds, lists, revokes and unlocks authenticator apps. */
final class TotpEnrolling implements Enrolling {
    private static final int MOST_TOKENS = 5;
    private static final int ID_OCTETS = 4;

    private final TotpSettings settings;
    private final KeptTokens tokens;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    TotpEnrolling(TotpSettings settings, KeptTokens tokens, InstantSource clock) {
        this.settings = settings;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public List<Enrolling.Credential> credentials(MfaUser user) {
        return tokens.of(user.id()).tokens().stream().map(TotpEnrolling::told).toList();
    }

    @Override
    public Enrolled enroll(MfaUser user, Optional<String> secret) {
        var key = CodeKey.of(secret.map(Seed::brought).orElseGet(() -> Seed.random(random)), settings);
        var token = Token.enrolled(newId(), key, clock.instant());
        change(user, present -> {
            checkRoom(user, present, key.seed());
            var next = new ArrayList<>(present);
            next.add(token);
            return next;
        });
        return new Enrolled(told(token), Optional.of(KeyUri.of(settings.issuer(), user.loginName(), key)));
    }

    @Override
    public boolean revoke(MfaUser user, String credentialId) {
        return change(
                user,
                present -> present.stream()
                        .filter(token -> !token.id().equals(credentialId))
                        .toList());
    }

    @Override
    public boolean unlock(MfaUser user, String credentialId) {
        return change(
                user,
                present -> present.stream()
                        .map(token -> token.id().equals(credentialId) ? TotpEnrolling.unlocked(token) : token)
                        .toList());
    }

    private static Token unlocked(Token token) {
        return token.locked() || token.drift() != 0 ? token.unlocked() : token;
    }

    /**
     * Writes what the change makes of a user's tokens; again and again until nobody was faster. Ends, because each turn that is lost
     * is another's success. Answers whether anything changed.
     */
    private boolean change(MfaUser user, UnaryOperator<List<Token>> change) {
        while (true) {
            var kept = tokens.of(user.id());
            var next = change.apply(kept.tokens());
            if (next.equals(kept.tokens())) {
                return false;
            }
            if (tokens.replace(kept, next)) {
                return true;
            }
        }
    }

    /** With one secret enrolled twice, each of its codes would be accepted twice. */
    private static void checkRoom(MfaUser user, List<Token> present, Seed seed) {
        if (present.size() >= MOST_TOKENS) {
            throw new EnrollmentRefused(user.loginName() + " has " + MOST_TOKENS
                    + " authenticator apps, which is the most; revoke one first");
        }
        if (present.stream().anyMatch(token -> token.key().seed().same(seed))) {
            throw new EnrollmentRefused(user.loginName() + " has this secret already; bring another, or none");
        }
    }

    private static Enrolling.Credential told(Token token) {
        return new Enrolling.Credential(
                token.id(),
                token.label(),
                token.added(),
                token.lastUsed(),
                token.locked()
                        ? Optional.of("locked after " + token.guesses().wrong() + " wrong codes")
                        : Optional.empty());
    }

    private String newId() {
        var octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }
}
