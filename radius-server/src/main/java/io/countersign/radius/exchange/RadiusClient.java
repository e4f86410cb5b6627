package io.countersign.radius.exchange;

import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.radius.crypto.Secret;
import java.time.Duration;

/** A RADIUS client with its shared secret. */
public record RadiusClient(ClientDefinition definition, Secret secret) {
    private static final Duration REPLY_MARGIN = Duration.ofSeconds(5);

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
}
