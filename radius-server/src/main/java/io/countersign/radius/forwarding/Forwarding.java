package io.countersign.radius.forwarding;

import static io.countersign.radius.packet.StandardAttributes.PROXY_STATE;

import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards requests to remote RADIUS server groups.
 *
 * <p>Servers are asked by priority, those of the same priority by weight. One that leaves a request unanswered for its time-out, or
 * for all the time that there is, loses it to the next one; one that loses too many in a row is passed over for its blackout interval, or until it answers a Status-Server. Where
 * all are unavailable, the one is tried whose blackout ends first: better a late answer than none. Called on the virtual thread of each
 * request; blocks until a reply comes.
 */
public final class Forwarding implements Forwarder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    /** More hops than any honest request makes. */
    private static final int MOST_PROXY_STATES = 20;

    private static final int NODE_OCTETS = 8;
    private static final int PROXY_STATE_OCTETS = 12;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private record PeerKey(Server server, Service service) {}

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Octets node;
    private final ConcurrentMap<PeerKey, Peer> peers = new ConcurrentHashMap<>();

    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("remote-servers").factory());

    /** Ready to forward; asks nobody yet. */
    public Forwarding(InstantSource clock) {
        this.clock = clock;
        byte[] id = new byte[NODE_OCTETS];
        random.nextBytes(id);
        this.node = Octets.wrap(id);
        var _ = keeper.scheduleWithFixedDelay(this::keep, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public Forwarded forward(
            Authentic request, Service service, ServerGroup group, BiConsumer<String, ReplyFault> refused) {
        if (hasBeenHere(request.packet())) {
            return new Forwarded.InACircle();
        }
        Optional<Outgoing> outgoing = Outgoing.of(request, service, group, ownProxyState());
        if (outgoing.isEmpty()) {
            return new Forwarded.Refused("the User-Name cannot be rewritten");
        }
        try {
            return forward(request, service, group, outgoing.get(), refused);
        } catch (InterruptedException late) {
            Thread.currentThread().interrupt();
            return new Forwarded.Unanswered();
        }
    }

    private Forwarded forward(
            Authentic request,
            Service service,
            ServerGroup group,
            Outgoing outgoing,
            BiConsumer<String, ReplyFault> refused)
            throws InterruptedException {
        Instant end = request.answerBy();
        boolean first = true;
        for (Server server : inTurn(service, group)) {
            Duration left = Duration.between(clock.instant(), end);
            if (!left.isPositive()) {
                return new Forwarded.Unanswered();
            }
            Asked asked = peer(server, service)
                    .ask(
                            outgoing,
                            request.packet().code(),
                            service == Service.AUTHENTICATION && !group.unsignedReplies(),
                            left,
                            first,
                            fault -> refused.accept(server.name(), fault));
            switch (asked) {
                case Asked.Answered answer -> {
                    return answered(server, answer, group, outgoing);
                }
                case Asked.TooLong _ -> {
                    return new Forwarded.Refused("the request is too long to be forwarded");
                }
                case Asked.Unanswered _ -> first = false;
                case Asked.NotSent _, Asked.Refused _ -> {} // the next one
            }
        }
        return new Forwarded.Unanswered();
    }

    private Forwarded answered(Server server, Asked.Answered answer, ServerGroup group, Outgoing outgoing) {
        Packet reply = answer.packet();
        List<Attribute> attributes = new Rehiding(
                        group.dictionary(),
                        new Rehiding.Hop(server.secret(), answer.requestAuthenticator()),
                        outgoing.fromClient())
                .apply(group.reply().apply(Reply.attributes(reply)));
        return new Forwarded.Answered(
                server.name(),
                switch (reply.code()) {
                    case ACCESS_ACCEPT -> new Verdict.Accept(attributes);
                    case ACCESS_CHALLENGE -> new Verdict.Challenge(attributes);
                    case ACCOUNTING_RESPONSE -> new Verdict.Recorded(attributes);
                    default -> new Verdict.Reject(attributes);
                });
    }

    /** The servers in the order in which they are asked. */
    private List<Server> inTurn(Service service, ServerGroup group) {
        Instant now = clock.instant();
        List<Server> available = group.servers().stream()
                .filter(server -> peer(server, service).available(now))
                .toList();
        if (available.isEmpty()) {
            return group.servers().stream()
                    .min(Comparator.comparing(server -> peer(server, service).unavailableUntil()))
                    .stream()
                    .toList();
        }
        return ServerOrder.of(available, random);
    }

    /** The servers that are passed over at the moment, such as {@code partner-01 at 192.0.2.20:1812}. */
    public List<String> unavailable() {
        return peers.values().stream()
                .filter(Peer::isUnavailable)
                .map(Peer::toString)
                .sorted()
                .toList();
    }

    /** Why the last replies of servers could not be taken, by {@link Server#text}. */
    public SortedMap<String, String> refusedReplies() {
        SortedMap<String, String> faults = new TreeMap<>();
        peers.values()
                .forEach(peer -> peer.lastRefused().ifPresent(fault -> faults.put(peer.toString(), fault.text())));
        return faults;
    }

    /** How the servers are that were asked within the last ten minutes. */
    public List<ServerHealth> health() {
        return peers.values().stream().map(Peer::health).toList();
    }

    private Peer peer(Server server, Service service) {
        return peers.compute(
                new PeerKey(server, service),
                (key, known) -> known != null && known.use() ? known : new Peer(key.server(), key.service(), clock));
    }

    private boolean hasBeenHere(Packet packet) {
        List<Attribute> states = packet.all(PROXY_STATE);
        return states.size() >= MOST_PROXY_STATES
                || states.stream()
                        .map(Attribute::value)
                        .anyMatch(value -> value.length() == PROXY_STATE_OCTETS
                                && value.slice(0, NODE_OCTETS).equals(node));
    }

    private Octets ownProxyState() {
        byte[] one = new byte[PROXY_STATE_OCTETS - NODE_OCTETS];
        random.nextBytes(one);
        return node.and(Octets.wrap(one));
    }

    /** Probes whom it is time to probe, and forgets those that nobody needs any more. */
    void keep() {
        try {
            Instant idle = clock.instant().minus(IDLE);
            for (var peer : List.copyOf(peers.entrySet())) {
                if (peer.getValue().closeIfIdleSince(idle)) {
                    peers.remove(peer.getKey(), peer.getValue());
                } else if (peer.getValue().isDueForProbe()) {
                    Thread.ofVirtual()
                            .name("probe " + peer.getKey().server().name())
                            .start(() -> probe(peer.getValue()));
                }
            }
        } catch (RuntimeException | Error mistake) {
            LOG.error("looking after the remote RADIUS servers failed", mistake);
        }
    }

    private static void probe(Peer peer) {
        try {
            peer.probe();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        keeper.shutdownNow();
        new ArrayList<>(peers.values()).forEach(Peer::close);
    }
}
