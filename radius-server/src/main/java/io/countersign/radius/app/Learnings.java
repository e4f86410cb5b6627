package io.countersign.radius.app;

import io.countersign.radius.exchange.ClientStore;
import io.countersign.radius.exchange.Clients;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.store.StoreException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what was learnt of a client, on a thread of its own: the one that brings it must not wait for the disk. */
record Learnings(ClientStore clients) implements Clients.Learnt {
    private static final Logger LOG = LoggerFactory.getLogger(Learnings.class);

    @Override
    public void signs(RadiusClient client, Instant at) {
        var _ = Thread.ofVirtual().name("learn " + client.name()).start(() -> keep(client, at));
    }

    private void keep(RadiusClient client, Instant at) {
        try {
            clients.signs(client, at);
            LOG.info(
                    "{} signs its requests: from now on those without Message-Authenticator are discarded",
                    client.name());
        } catch (StoreException failed) {
            LOG.warn(
                    "{} signs its requests, but that could not be kept, and is learnt again after a restart: {}",
                    client.name(),
                    failed.getMessage());
        }
    }
}
