package io.countersign.radius.app;

import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.PolicyAdministration;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.store.Store;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a server decides by, as it was read at one moment. Replaced as a whole.
 *
 * @param clients those that the policies were checked with, by name
 */
record Live(Loaded loaded, CompiledPolicies policies, Map<String, RadiusClient> clients) {
    /** Copies the map. */
    Live {
        clients = Map.copyOf(clients);
    }

    /**
     * Reads policies and clients, and compiles them with what is loaded.
     *
     * @throws io.countersign.policy.InvalidDocument if they cannot work with it
     * @throws io.countersign.radius.store.StoreException if the store cannot be read
     */
    static Live of(Loaded loaded, Store store, Environment environment) {
        var policies =
                new PolicyAdministration(store.revisions(), store.clients(), loaded::names, environment.variables());
        return new Live(loaded, policies.compiled(), byName(store.clients().list()));
    }

    /** Whether a client is, in all that an administrator says of it, one of these. What was learnt of it does not matter. */
    boolean has(RadiusClient client) {
        var known = clients.get(client.name());
        return known != null
                && known.definition().equals(client.definition())
                && known.secret().equals(client.secret());
    }

    private static Map<String, RadiusClient> byName(Collection<RadiusClient> clients) {
        return clients.stream().collect(Collectors.toMap(RadiusClient::name, Function.identity()));
    }
}
