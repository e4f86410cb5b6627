package io.countersign.radius.exchange;

import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.crypto.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A RADIUS client with its shared secret.
 *
 * @param learning what is known of a client whose rule is {@link MessageAuthenticatorRule#LEARN}; such a one must sign if nothing is
 */
public record RadiusClient(ClientDefinition definition, Secret secret, Optional<Learning> learning) {
    private static final Duration REPLY_MARGIN = Duration.ofSeconds(5);

    /** A client of which nothing was learnt. */
    public RadiusClient(ClientDefinition definition, Secret secret) {
        this(definition, secret, Optional.empty());
    }

    /** The friendly name. */
    public String name() {
        return definition.name();
    }

    /** What kind of client it is. */
    public ClientType type() {
        return definition.type();
    }

    /** How long after its arrival a request is answered at the latest: 5 s before the client gives up. */
    public Duration answerWithin() {
        return definition.timeout().minus(REPLY_MARGIN);
    }

    /** Whether an Access-Request must carry a Message-Authenticator. */
    public boolean mustSign(Instant now) {
        return switch (definition.messageAuthenticator()) {
            case REQUIRE -> true;
            case LEARN -> learning.isEmpty() || learning.get().isOver(now);
            case ACCEPT -> false;
        };
    }

    /** Whether it is set to learn and a signed request of it would teach something. */
    boolean learns(Instant now) {
        return definition.messageAuthenticator() == MessageAuthenticatorRule.LEARN && !mustSign(now);
    }

    /** The same client, of which is known that it signs. */
    RadiusClient signing(Instant at) {
        return new RadiusClient(
                definition, secret, learning.map(known -> new Learning(known.since(), Optional.of(at))));
    }
}
