package io.countersign.radius.accounting;

import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.access.CompiledPolicies.AccountingRoute;
import io.countersign.radius.access.PoliciesInForce;
import io.countersign.radius.event.AccountingPacket;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.event.ToldPackets;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Deliberation;
import io.countersign.radius.exchange.RequestHandler;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.forwarding.Forwarded;
import io.countersign.radius.forwarding.Forwarding;
import io.countersign.radius.forwarding.ServerGroup;
import io.countersign.radius.packet.StandardAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers an Accounting-Request once its record is durable, and never before (RFC 2866 §4.1), and once the remote server has answered
 * where the connection request policy forwards accounting. What cannot be kept or passed on stays unanswered: its client sends it again,
 * here or to another server.
 */
public final class AccountingService implements RequestHandler {
    private static final Verdict UNANSWERED = new Verdict.Silence(Verdict.SilenceReason.FAULT);

    private static final Logger LOG = LoggerFactory.getLogger(AccountingService.class);

    private final PoliciesInForce inForce;
    private final AccountingLedger ledger;
    private final Forwarding forwarding;
    private final Optional<Consumer<ToldPackets>> packets;
    private final Clock clock;
    private final Seldom complaints = Seldom.onceAMinute();

    /**
     * Wires the path.
     *
     * @param inForce lends the policies in force once for each request
     * @param packets who wants to hear of the requests that were answered, if anybody does; must not block long
     * @param clock in the time zone that the policies' days and times are meant in
     */
    public AccountingService(
            PoliciesInForce inForce,
            AccountingLedger ledger,
            Forwarding forwarding,
            Optional<Consumer<ToldPackets>> packets,
            Clock clock) {
        this.inForce = inForce;
        this.ledger = ledger;
        this.forwarding = forwarding;
        this.packets = packets;
        this.clock = clock;
    }

    @Override
    public Deliberation begin(Authentic request) {
        return new Deliberation() {
            @Override
            public Verdict decide() {
                return AccountingService.this.decide(request);
            }

            @Override
            public Verdict undecided(Ending ending) {
                return UNANSWERED;
            }

            @Override
            public void ended(Ending ending, Verdict sent) {
                if (sent instanceof Verdict.Recorded) {
                    packets.ifPresent(told -> told.accept(packet(request)));
                }
            }
        };
    }

    private static AccountingPacket packet(Authentic request) {
        return new AccountingPacket(
                request.receivedAt(),
                request.origin().local().getAddress(),
                request.client().name(),
                request.origin().peer().getAddress(),
                request.client().definition().vendor(),
                request.packet()
                        .first(StandardAttributes.USER_NAME)
                        .map(name -> name.value().text())
                        .orElse(""),
                request.packet().attributes());
    }

    private Verdict decide(Authentic request) {
        var lent = inForce.lend(request.client());
        if (lent.isEmpty()) {
            return UNANSWERED;
        }
        try (var policies = lent.get()) {
            return keep(request, policies.policies());
        }
    }

    private Verdict keep(Authentic request, CompiledPolicies policies) {
        if (!kept(AccountingRecord.of(request, policies.dictionary()))) {
            return UNANSWERED;
        }
        return policies.forwardAccounting(request, clock.getZone())
                .map(route -> forward(request, route))
                .orElseGet(() -> new Verdict.Recorded(List.of()));
    }

    private boolean kept(AccountingRecord record) {
        try {
            return ledger.keep(record).get();
        } catch (InterruptedException late) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException mistake) {
            throw new IllegalStateException(mistake);
        }
    }

    /** A record that went in a circle is kept, and that is all that can be done: without an answer it would go round for ever. */
    private Verdict forward(Authentic request, AccountingRoute route) {
        if (route.request().isEmpty()) {
            complain(request, route.group(), "an attribute that the policy changes cannot be changed");
            return UNANSWERED;
        }
        return switch (forwarding.forward(route.request().get(), Service.ACCOUNTING, route.group(), (_, _) -> {})) {
            case Forwarded.Answered(var _, var verdict) -> verdict;
            case Forwarded.Unanswered() -> UNANSWERED;
            case Forwarded.InACircle() -> new Verdict.Recorded(List.of());
            case Forwarded.Refused(var why) -> {
                complain(request, route.group(), why);
                yield UNANSWERED;
            }
        };
    }

    private void complain(Authentic request, ServerGroup group, String why) {
        if (complaints.isDue(clock.instant())) {
            LOG.warn(
                    "{}: an accounting record is kept, but cannot be forwarded to {}, and stays unanswered: {}",
                    request.client().name(),
                    group.name(),
                    why);
        }
    }
}
