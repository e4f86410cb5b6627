package io.countersign.radius.audit;

import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.AuthEvents;
import io.countersign.radius.event.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each decision in the log, one line for people: who, through which client, what became of it and why. */
public final class AuthLog implements AuthEvents {
    private static final Logger LOG = LoggerFactory.getLogger("logins");

    @Override
    public void happened(AuthEvent event) {
        if (event.bypass().isPresent()) {
            LOG.warn("{}", line(event));
        } else if (LOG.isInfoEnabled()) {
            LOG.info("{}", line(event));
        }
    }

    static String line(AuthEvent event) {
        var line = new StringBuilder(160);
        line.append(event.answer().name()).append(' ').append(Printable.of(event.userName()));
        line.append(" through ").append(Printable.of(event.client()));
        event.callingStation().ifPresent(station -> line.append(" from ").append(Printable.of(station)));
        event.networkPolicy().ifPresent(policy -> line.append(", policy ").append(Printable.of(policy)));
        event.factor().ifPresent(factor -> line.append(", ").append(factor));
        event.factorOutcome().ifPresent(outcome -> line.append(' ').append(Printable.whole(outcome)));
        event.bypass().ifPresent(way -> line.append(", WITHOUT SECOND FACTOR: ").append(Printable.of(way)));
        if (event.answer() != AuthEvent.Answer.CHALLENGE) {
            line.append(", ")
                    .append(event.reason().number())
                    .append(' ')
                    .append(event.reason().text());
        }
        if (!event.detail().isEmpty() && !event.detail().equals(event.reason().text())) {
            line.append(" (").append(Printable.whole(event.detail())).append(')');
        }
        line.append(", ").append(event.took().toMillis()).append(" ms");
        return line.append(", login ").append(event.loginId()).toString();
    }
}
