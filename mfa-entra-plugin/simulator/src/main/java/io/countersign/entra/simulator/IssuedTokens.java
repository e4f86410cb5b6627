package io.countersign.entra.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The access tokens that were given out. The file {@code revoke-tokens} makes all of them unknown, once. */
final class IssuedTokens {
    private static final String PREFIX = "simulated-token-";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Path revoke;
    private final InstantSource clock;

    /** What a token is good for. */
    record Token(String audience, String clientId, Instant until) {}

    IssuedTokens(Path folder, InstantSource clock) {
        this.revoke = folder.resolve("revoke-tokens");
        this.clock = clock;
    }

    String issue(Token token) {
        var octets = new byte[32];
        random.nextBytes(octets);
        var text = PREFIX + HexFormat.of().formatHex(octets);
        tokens.put(text, token);
        return text;
    }

    /** What a token is good for now; empty if it is unknown, expired, or for another audience. */
    Optional<Token> find(String text, String audience) throws IOException {
        if (Files.deleteIfExists(revoke)) {
            tokens.clear();
        }
        return Optional.ofNullable(tokens.get(text))
                .filter(token -> token.audience().equals(audience))
                .filter(token -> clock.instant().isBefore(token.until()));
    }
}
