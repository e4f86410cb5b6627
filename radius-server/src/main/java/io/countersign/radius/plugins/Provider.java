package io.countersign.radius.plugins;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaProvider;
import java.util.Set;

/**
 * A provider that is loaded and ready.
 *
 * @param interactions what the provider answered when it was loaded
 */
public record Provider(String name, MfaProvider plugin, Set<Interaction> interactions) {
    /** Copies the set. */
    public Provider {
        interactions = Set.copyOf(interactions);
    }
}
