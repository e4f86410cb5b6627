package io.countersign.radius.administration;

import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.forwarding.Forwarded;
import io.countersign.radius.forwarding.Forwarder;
import io.countersign.radius.forwarding.ReplyFault;
import io.countersign.radius.forwarding.ServerGroup;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Where a tried request goes that remote servers would decide on: nowhere. For one thread. */
final class SupposedForwarder implements Forwarder {
    private Optional<String> group = Optional.empty();

    @Override
    public Forwarded forward(
            Authentic request, Service service, ServerGroup to, BiConsumer<String, ReplyFault> refused) {
        group = Optional.of(to.name());
        return new Forwarded.Unanswered();
    }

    /** The group that the request would have been sent to. */
    Optional<String> group() {
        return group;
    }
}
