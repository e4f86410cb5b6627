package io.countersign.radius.exchange;

import java.util.List;

/** The RADIUS clients at rest, secrets sealed. Throws {@code io.countersign.radius.store.StoreUnavailable} if the store cannot be used. */
public interface ClientStore {
    /** All clients, by name. */
    List<RadiusClient> list();
}
