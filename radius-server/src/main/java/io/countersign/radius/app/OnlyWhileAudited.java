package io.countersign.radius.app;

import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Deliberation;
import io.countersign.radius.exchange.RequestHandler;
import io.countersign.radius.packet.DiscardReason;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Takes no new request while the audit file cannot be written: whom nobody could find there afterwards does not get in. What is in work then
 * is decided; its line waits in memory.
 */
final class OnlyWhileAudited implements RequestHandler {
    private final RequestHandler handler;
    private final BooleanSupplier auditFails;

    OnlyWhileAudited(RequestHandler handler, BooleanSupplier auditFails) {
        this.handler = handler;
        this.auditFails = auditFails;
    }

    @Override
    public Deliberation begin(Authentic request) {
        return handler.begin(request);
    }

    @Override
    public boolean goesOn(Authentic request) {
        return handler.goesOn(request);
    }

    @Override
    public Optional<DiscardReason> takesNone() {
        return auditFails.getAsBoolean() ? Optional.of(DiscardReason.AUDIT_UNWRITABLE) : Optional.empty();
    }

    @Override
    public boolean isUp() {
        return handler.isUp() && !auditFails.getAsBoolean();
    }
}
