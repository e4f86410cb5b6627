package io.countersign.radius.exchange;

import static io.countersign.radius.packet.StandardAttributes.EAP_MESSAGE;

import io.countersign.policy.StatusServerRule;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Octets;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes the datagrams of one listener from octets to octets: client, open, duplicates, decision, seal.
 *
 * <p>Each request gets one reply at most. One that is undecided when it must have been answered gets a Reject; one on which the server
 * itself errs gets none, and its repetitions neither.
 */
public final class Exchange implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofMillis(100);

    private final Service service;
    private final Clients clients;
    private final RequestHandler handler;
    private final Discards discards;
    private final UnsignedRequests unsigned;
    private final InstantSource clock;
    private final DuplicateCache duplicates;
    private final Dispatcher dispatcher;
    private final StatusProbes statusProbes;
    private final ScheduledExecutorService sweeper;

    /** An exchange that is ready to receive. */
    public Exchange(
            Service service,
            ExchangeSettings settings,
            Clients clients,
            RequestHandler handler,
            Discards discards,
            InstantSource clock) {
        this(service, settings, clients, handler, discards, clock, System::nanoTime);
    }

    /** With a clock as {@link System#nanoTime}, by which deadlines and repetitions go. */
    Exchange(
            Service service,
            ExchangeSettings settings,
            Clients clients,
            RequestHandler handler,
            Discards discards,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.service = service;
        this.clients = clients;
        this.handler = handler;
        this.discards = discards;
        this.unsigned = new UnsignedRequests(clock);
        this.clock = clock;
        this.duplicates = new DuplicateCache(settings.repliesKeptPerClient(), nanoTime);
        this.dispatcher = new Dispatcher(settings, nanoTime);
        this.statusProbes = new StatusProbes(clock);
        this.sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("exchange-deadlines").factory());
        var _ = sweeper.scheduleWithFixedDelay(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Takes in a datagram. Called on the listener's thread; never blocks, never throws.
     *
     * @param reply sends octets back to the peer; called once or never, on any thread
     */
    public void receive(Octets datagram, InetSocketAddress peer, Consumer<Octets> reply) {
        Optional<RadiusClient> client = clients.find(peer.getAddress());
        if (client.isEmpty()) {
            discards.countUnknown(peer.getAddress());
            return;
        }
        try {
            receive(datagram, peer, client.get(), reply);
        } catch (RuntimeException | Error mistake) {
            discards.countError(client.get(), mistake);
        }
    }

    private void receive(Octets datagram, InetSocketAddress peer, RadiusClient client, Consumer<Octets> reply) {
        switch (Wire.open(datagram, service, peer, client, clock.instant())) {
            case Opened.Discarded(var reason) -> discards.count(client, reason);
            case Authentic request -> {
                watchSignature(request);
                once(request, reply);
            }
            case Opened.StatusServer(var probe) -> tellThatWeAreHere(probe, reply);
        }
    }

    /** EAP and Status-Server are signed by every client, so that they teach nothing. */
    private void watchSignature(Authentic request) {
        switch (request.proof()) {
            case NONE -> unsigned.served(request.client());
            case MESSAGE_AUTHENTICATOR -> {
                if (request.client().learns(request.receivedAt())
                        && !request.packet().has(EAP_MESSAGE)) {
                    clients.signs(request.client(), request.receivedAt());
                }
            }
            case REQUEST_AUTHENTICATOR -> {}
        }
    }

    /** At once, on the listener's thread: neither a full house nor anything that blocks may delay it (RFC 5997 §4.2). */
    private void tellThatWeAreHere(Authentic probe, Consumer<Octets> reply) {
        boolean onlyWhileUp = probe.client().definition().statusServer() == StatusServerRule.WHILE_UP;
        if (statusProbes.isOneTooMany(probe.client().name())) {
            discards.count(probe.client(), DiscardReason.STATUS_SERVER_TOO_OFTEN);
        } else if (onlyWhileUp && !handler.isUp()) {
            discards.count(probe.client(), DiscardReason.STATUS_SERVER_WHILE_DOWN);
        } else {
            Wire.sealPresence(service, probe).ifPresent(reply);
        }
    }

    private void once(Authentic request, Consumer<Octets> reply) {
        switch (duplicates.seen(request)) {
            case DuplicateCache.Sighting.Answered(var again) -> reply.accept(again);
            case DuplicateCache.Sighting.Unanswered() -> discards.count(request.client(), DiscardReason.DUPLICATE);
            case DuplicateCache.Sighting.First(var ticket) -> dispatch(request, ticket, reply);
        }
    }

    /** Here and now if that takes no waiting, else on a thread of its own. */
    private void dispatch(Authentic request, DuplicateCache.Ticket ticket, Consumer<Octets> reply) {
        boolean decided = Waiting.without(() -> {
                    decide(request, ticket, reply);
                    return true;
                })
                .orElse(false);
        if (decided) {
            return;
        }
        Optional<DiscardReason> refused = dispatcher.start(
                request,
                handler.goesOn(request),
                () -> decide(request, ticket, reply),
                () -> settle(handler.late(), request, ticket, reply));
        if (refused.isPresent()) {
            ticket.forget();
            discards.count(request.client(), refused.get());
        }
    }

    /** The edge: what the handler throws is our own mistake. */
    private void decide(Authentic request, DuplicateCache.Ticket ticket, Consumer<Octets> reply) {
        try {
            settle(handler.decide(request), request, ticket, reply);
        } catch (Waiting.Needed later) {
            throw later;
        } catch (Exception | Error mistake) {
            if (ticket.ignore()) {
                discards.countError(request.client(), mistake);
            }
        }
    }

    private void settle(Verdict verdict, Authentic request, DuplicateCache.Ticket ticket, Consumer<Octets> reply) {
        if (verdict instanceof Verdict.Silence(var reason)) {
            keepSilent(reason, request, ticket);
            return;
        }
        Optional<Octets> sealed = Wire.seal(verdict, request);
        if (sealed.isEmpty()) {
            ticket.ignore();
            discards.count(request.client(), DiscardReason.REPLY_TOO_LONG);
        } else if (ticket.answer(sealed.get())) {
            reply.accept(sealed.get());
        }
    }

    private void keepSilent(Verdict.SilenceReason reason, Authentic request, DuplicateCache.Ticket ticket) {
        switch (reason) {
            case SUPERSEDED, NOTHING_TO_BELIEVE -> ticket.ignore();
            case FAULT -> ticket.forget();
            case OVERLOAD -> {
                ticket.forget();
                discards.count(request.client(), DiscardReason.CLIENT_BUSY);
            }
        }
    }

    /** How many requests are in work. */
    public int inWork() {
        return dispatcher.inWork();
    }

    /** Waits until all requests in work are answered; false if some still are in work after the limit. Receive nothing meanwhile. */
    public boolean drain(Duration atMost) {
        return dispatcher.awaitIdle(atMost);
    }

    /** The edge of the sweeping thread: it must outlive every mistake, or requests would be left unanswered. */
    private void sweep() {
        try {
            dispatcher.sweep();
            duplicates.sweep();
            discards.tellWhenDue();
        } catch (RuntimeException | Error mistake) {
            discards.sweepFailed(mistake);
        }
    }

    /** Ends the watch over deadlines. Only when nothing is received any more and {@link #drain} is over. */
    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
