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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server decides by, as it was read at one moment. Replaced as a whole.
 *
 * @param clients those that the policies were checked with, by name
 * @param mark of the policies and clients, as they were read
 */
record Live(Loaded loaded, CompiledPolicies policies, Map<String, RadiusClient> clients, long mark) {
    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

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
        var read = new PolicyAdministration(store.administered(), loaded::names, environment.variables()).inForce();
        read.policies().doubts().forEach(doubt -> LOG.warn("{}", doubt));
        return new Live(loaded, read.policies(), byName(read.clients()), read.mark());
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
