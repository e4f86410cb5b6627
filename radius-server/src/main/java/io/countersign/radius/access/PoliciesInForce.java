package io.countersign.radius.access;

import io.countersign.radius.exchange.RadiusClient;
import java.util.Optional;

/** Where requests get the policies by which they are decided. Called by many threads. */
@FunctionalInterface
public interface PoliciesInForce {
    /**
     * Lends the policies in force. What they decide with, such as plugins, stays open until they are given back.
     *
     * @param client as which the request came in
     * @return empty if the policies in force were made for another client in this one's place, or none are in force any more: then nothing
     *     may be decided
     */
    Optional<Lent> lend(RadiusClient client);

    /**
     * Policies that are lent to one request.
     *
     * @param back gives them back; called once
     */
    record Lent(CompiledPolicies policies, Runnable back) implements AutoCloseable {
        @Override
        public void close() {
            back.run();
        }
    }
}
