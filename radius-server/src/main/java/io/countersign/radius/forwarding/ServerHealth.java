package io.countersign.radius.forwarding;

import io.countersign.radius.exchange.Service;
import java.time.Instant;
import java.util.Optional;

/**
 * How one service of a remote server is, as far as this server has asked it.
 *
 * @param address such as {@code 192.0.2.20:1812}
 * @param up whether it is not passed over
 * @param inWork requests that wait for its answer
 * @param lastAnswer when it last answered a request or a Status-Server; empty if it never did
 */
public record ServerHealth(
        String server, String address, Service service, boolean up, int inWork, Optional<Instant> lastAnswer) {}
