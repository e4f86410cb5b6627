package io.countersign.radius.exchange;

import static io.countersign.radius.packet.StandardAttributes.EAP_MESSAGE;
import static io.countersign.radius.packet.StandardAttributes.USER_NAME;

import io.countersign.policy.AddressText;
import io.countersign.policy.StatusServerRule;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import io.countersign.radius.waiting.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the datagrams of one listener from octets to octets: client, open, duplicates, decision, seal.
 *
 * <p>Each request gets one reply at most. One that is undecided when it must have been answered gets a Reject; one on which the server
 * itself errs gets none, and its repetitions neither.
 */
public final class Exchange implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Duration SWEEP = Duration.ofMillis(100);

    /** Before the store and the plugins are closed that interrupted requests may still use. */
    private static final Duration TO_HEED_THE_INTERRUPT = Duration.ofSeconds(1);

    private final Service service;
    private final Clients clients;
    private final RequestHandler handler;
    private final Discards discards;
    private final DiscardedLogins discardedLogins;
    private final ClientTraffic traffic;
    private final PacketWatch packets;
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
            Witnesses witnesses,
            InstantSource clock) {
        this(service, settings, clients, handler, witnesses, clock, System::nanoTime);
    }

    /** With a clock as {@link System#nanoTime}, by which deadlines and repetitions go. */
    Exchange(
            Service service,
            ExchangeSettings settings,
            Clients clients,
            RequestHandler handler,
            Witnesses witnesses,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.service = service;
        this.clients = clients;
        this.handler = handler;
        this.discards = witnesses.discards();
        this.discardedLogins = witnesses.logins();
        this.traffic = witnesses.traffic();
        this.packets = witnesses.packets();
        this.unsigned = witnesses.unsigned();
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
     * @param reply sends octets back to where the datagram came from; called once or never, on any thread
     */
    public void receive(Octets datagram, Origin origin, Consumer<Octets> reply) {
        Optional<RadiusClient> client = clients.find(origin);
        if (client.isEmpty()) {
            unknown(datagram, origin);
            return;
        }
        try {
            receive(datagram, origin, client.get(), watched(reply, origin, client.get()));
        } catch (RuntimeException | Error mistake) {
            discards.countError(client.get(), mistake);
        }
    }

    private void receive(Octets datagram, Origin origin, RadiusClient client, Consumer<Octets> reply) {
        var opened = Wire.open(datagram, service, origin, client, clock.instant());
        packets.came(
                client.name(),
                origin.peer(),
                datagram,
                opened instanceof Opened.Discarded(var reason, var _) ? reason.name() : "");
        switch (opened) {
            case Opened.Discarded(var reason, var packet) -> {
                discards.count(client, reason);
                packet.ifPresent(
                        said -> tellIfLogin(said, origin, client.name(), reason, Discards.advice(client, reason)));
            }
            case Authentic request -> {
                if (service == Service.AUTHENTICATION) {
                    discards.taken(client);
                }
                watchSignature(request);
                once(request, reply);
            }
            case Opened.StatusServer(var probe) -> tellThatWeAreHere(probe, reply);
        }
    }

    private void unknown(Octets datagram, Origin origin) {
        discards.countUnknown(origin.peer().getAddress());
        packets.came(Discards.UNKNOWN, origin.peer(), datagram, DiscardReason.CLIENT_UNKNOWN.name());
        if (service == Service.AUTHENTICATION && PacketDecoder.decode(datagram) instanceof Packet packet) {
            tellIfLogin(
                    packet,
                    origin,
                    AddressText.of(origin.peer().getAddress()),
                    DiscardReason.CLIENT_UNKNOWN,
                    DiscardAdvice.of(DiscardReason.CLIENT_UNKNOWN));
        }
    }

    private Consumer<Octets> watched(Consumer<Octets> reply, Origin origin, RadiusClient client) {
        return packets.isOn()
                ? octets -> {
                    packets.goes(client.name(), origin.peer(), octets);
                    reply.accept(octets);
                }
                : reply;
    }

    /** Whose login it was that nobody decides on; nothing in it is proven. */
    private void tellIfLogin(Packet packet, Origin origin, String client, DiscardReason reason, String advice) {
        if (service == Service.AUTHENTICATION && packet.code() == Code.ACCESS_REQUEST) {
            String userName = packet.first(USER_NAME)
                    .map(attribute -> attribute.value().text())
                    .orElse("");
            discardedLogins.discarded(client, origin.peer(), userName, reason, advice);
        }
    }

    /** A login that was well-formed and authentic, and is not taken up. */
    private void discard(Authentic request, DiscardReason reason) {
        discards.count(request.client(), reason);
        tellIfLogin(
                request.packet(),
                request.origin(),
                request.client().name(),
                reason,
                Discards.advice(request.client(), reason));
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
            case DuplicateCache.Sighting.Unanswered() -> {
                discards.count(request.client(), DiscardReason.DUPLICATE);
                traffic.repeated(request);
            }
            case DuplicateCache.Sighting.First(var ticket) -> serve(request, ticket, reply);
        }
    }

    /** Here and now if that takes no waiting, else on a thread of its own. Whatever goes wrong, no request stays open for ever. */
    private void serve(Authentic request, DuplicateCache.Ticket ticket, Consumer<Octets> reply) {
        try {
            Optional<DiscardReason> closed = handler.takesNone();
            if (closed.isPresent()) {
                ticket.forget();
                discard(request, closed.get());
            } else if (!isDecidedHere(request, ticket, reply)) {
                dispatch(open(request, ticket, reply));
            }
        } catch (RuntimeException | Error mistake) {
            ticket.ignore();
            throw mistake;
        }
    }

    private boolean isDecidedHere(Authentic request, DuplicateCache.Ticket ticket, Consumer<Octets> reply) {
        return Waiting.without(() -> {
                    open(request, ticket, reply).decide(() -> false);
                    return true;
                })
                .orElse(false);
    }

    private OpenRequest open(Authentic request, DuplicateCache.Ticket ticket, Consumer<Octets> reply) {
        return new OpenRequest(request, ticket, reply, discards, handler.begin(request));
    }

    private void dispatch(OpenRequest open) {
        if (service == Service.AUTHENTICATION) {
            open.isWaitedFor(traffic.begin(open.request()));
        }
        Optional<DiscardReason> refused = dispatcher.start(open, handler.goesOn(open.request()));
        if (refused.isPresent()) {
            open.refuse();
            discard(open.request(), refused.get());
        }
    }

    /** The logins that are not answered yet; without those that are decided at once. */
    public List<OpenLogin> openLogins() {
        return dispatcher.openLogins();
    }

    /** Whose requests it takes. */
    public Service service() {
        return service;
    }

    /** How many requests are in work. */
    public int inWork() {
        return dispatcher.inWork();
    }

    /**
     * Waits until all requests in work are answered; those that still are not after the limit are answered without a verdict, and told of.
     * Receive nothing meanwhile.
     *
     * @return whether all came to their own end
     */
    public boolean drain(Duration atMost) {
        if (dispatcher.awaitIdle(atMost)) {
            return true;
        }
        int ended = dispatcher.stop();
        if (ended > 0) {
            LOG.warn(
                    "{} {} because the server stops",
                    ended,
                    service == Service.AUTHENTICATION
                            ? "logins were answered with Reject"
                            : "accounting requests stay unanswered");
        }
        dispatcher.awaitIdle(TO_HEED_THE_INTERRUPT);
        return false;
    }

    /** The edge of the sweeping thread: it must outlive every mistake, or requests would be left unanswered. */
    private void sweep() {
        try {
            dispatcher.sweep();
            duplicates.sweep();
            statusProbes.sweep();
            unsigned.sweep();
            traffic.sweep();
            discards.tellWhenDue();
            discardedLogins.tellWhenDue();
        } catch (RuntimeException | Error mistake) {
            discards.failed("looking for late requests", mistake);
        }
    }

    /** Ends the watch over deadlines, and what is still in work. Only when nothing is received any more and {@link #drain} is over. */
    @Override
    public void close() {
        sweeper.shutdownNow();
        dispatcher.stop();
    }
}
