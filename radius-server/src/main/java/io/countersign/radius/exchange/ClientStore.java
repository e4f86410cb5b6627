package io.countersign.radius.exchange;

import java.time.Instant;
import java.util.List;

/** The RADIUS clients at rest, secrets sealed. Throws {@code io.countersign.radius.store.StoreUnavailable} if the store cannot be used. */
public interface ClientStore {
    /** All clients, by name. */
    List<RadiusClient> list();

    /** Keeps that a client that is set to learn has sent a signed request. Nothing happens if it is no longer set so. */
    void signs(RadiusClient client, Instant at);
}
