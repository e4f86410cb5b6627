package io.countersign.mfa.totp;

import io.countersign.mfa.Enrolling;
import io.countersign.mfa.EnrollmentRefused;
import io.countersign.mfa.MfaUser;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    public Offer offer(MfaUser user, Others others, Optional<BroughtSecret> secret) {
        var brought = secret.map(text -> BroughtKey.read(text, settings));
        var key = brought.map(BroughtKey::key).orElseGet(() -> CodeKey.of(Seed.random(random), settings));
        var offer = new TotpOffer(
                this,
                user,
                others,
                Token.enrolled(newId(), key, clock.instant()),
                brought.isEmpty(),
                brought.flatMap(BroughtKey::label));
        requireRoom(user, tokens.of(user.id()).tokens(), others, key.seed());
        return offer;
    }

    Enrolled keep(MfaUser user, Others others, Token token) {
        var present = change(user, before -> {
            requireRoom(user, before, others, token.key().seed());
            return Stream.concat(others == Others.REPLACED ? Stream.empty() : before.stream(), Stream.of(token))
                    .toList();
        });
        return new Enrolled(
                told(token),
                others == Others.REPLACED
                        ? present.before().stream().map(TotpEnrolling::told).toList()
                        : List.of());
    }

    TotpSettings settings() {
        return settings;
    }

    Instant now() {
        return clock.instant();
    }

    @Override
    public boolean revoke(MfaUser user, String credentialId) {
        return change(
                        user,
                        present -> present.stream()
                                .filter(token -> !token.id().equals(credentialId))
                                .toList())
                .happened();
    }

    @Override
    public boolean unlock(MfaUser user, String credentialId) {
        return change(
                        user,
                        present -> present.stream()
                                .map(token -> token.id().equals(credentialId) ? TotpEnrolling.unlocked(token) : token)
                                .toList())
                .happened();
    }

    private static Token unlocked(Token token) {
        return token.locked() || token.drift() != 0 ? token.unlocked() : token;
    }

    /** A user's tokens before and after a change. */
    private record Changed(List<Token> before, List<Token> after) {
        boolean happened() {
            return !before.equals(after);
        }
    }

    /**
     * Writes what the change makes of a user's tokens; again and again until nobody was faster. Ends, because each turn that is lost
     * is another's success.
     */
    private Changed change(MfaUser user, UnaryOperator<List<Token>> change) {
        while (true) {
            var kept = tokens.of(user.id());
            var changed = new Changed(kept.tokens(), change.apply(kept.tokens()));
            if (!changed.happened() || tokens.replace(kept, changed.after())) {
                return changed;
            }
        }
    }

    /** With one secret enrolled twice, each of its codes would be accepted twice. */
    private static void requireRoom(MfaUser user, List<Token> present, Others others, Seed seed) {
        if (present.stream().anyMatch(token -> token.key().seed().same(seed))) {
            throw new EnrollmentRefused(user.loginName() + " has this secret already; bring another, or none");
        }
        if (others == Others.NONE && !present.isEmpty()) {
            throw new EnrollmentRefused(user.loginName() + " has " + listed(present)
                    + " already. Write --replace if the new one takes its place, so that a lost device works no more, or --add if"
                    + " both are to work");
        }
        if (others == Others.KEPT && present.size() >= MOST_TOKENS) {
            throw new EnrollmentRefused(user.loginName() + " has " + MOST_TOKENS
                    + " authenticator apps, which is the most; revoke one first, or --replace all");
        }
    }

    private static String listed(List<Token> present) {
        return present.stream()
                .map(token -> token.id() + " (" + token.label() + ", added " + day(token.added()) + ", "
                        + token.lastUsed().map(used -> "last used " + day(used)).orElse("never used") + ")")
                .collect(Collectors.joining(" and "));
    }

    private static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
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
