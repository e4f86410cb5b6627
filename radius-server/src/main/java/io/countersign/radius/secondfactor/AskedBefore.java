package io.countersign.radius.secondfactor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.countersign.radius.exchange.Proof;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.packet.Octets;
import java.time.Duration;

/**
 * Remembers which signed requests without a credential have waited for a prompt. Whoever recorded one could send it again when the duplicate
 * cache has forgotten it, and the user would be asked for a login that is nobody's. A Request Authenticator is unique while its shared
 * secret lasts (RFC 2865 §3), so a client's own next login never looks like that. Safe for use by many threads; forgotten at a restart.
 */
final class AskedBefore {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MOST = 65_536;

    private final Cache<Request, Boolean> asked;

    AskedBefore(Ticker ticker) {
        this.asked = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MOST)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    private record Request(String client, Octets authenticator, Octets attributes) {}

    /** Notes that a request waits for its prompt. Answers whether the same request has been noted before. */
    boolean note(Login login) {
        if (login.identity() instanceof Identity.Proven || login.proof() != Proof.MESSAGE_AUTHENTICATOR) {
            return false;
        }
        var sending = login.sending();
        var request = new Request(login.client(), sending.authenticator(), sending.attributes());
        return asked.asMap().putIfAbsent(request, true) != null;
    }
}
