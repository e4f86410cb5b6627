package io.countersign.radius.access;

import io.countersign.policy.CaseFolding;
import io.countersign.radius.forwarding.RemoteServerId;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The challenges of remote servers that wait for their answers: which server asked, and which connection request policy chose it, as clients
 * send less in an answer than in the request that it goes on with. An answer is its client's and its user's alone, so that no remote server
 * is ever asked about a user whom no policy sends there. Too many of them, of a client or in all, and the oldest go. Safe for use by many
 * threads.
 */
final class RemoteChallenges {
    /** A user takes no longer to answer a challenge, in all systems that are known. */
    static final Duration TIME_TO_ANSWER = Duration.ofMinutes(5);

    static final int MOST_OF_A_CLIENT = 20_000;
    static final int MOST = 100_000;

    /** What was asked: the name of the connection request policy, and the server that waits for the answer. */
    record Asked(String policy, RemoteServerId server) {}

    /** What makes an answer its login's. */
    private record Key(String client, String userName, Octets state) {
        static Key of(AccessRequest request, Octets state) {
            return new Key(request.client().name(), CaseFolding.folded(request.userName()), state);
        }
    }

    private record Open(Asked asked, long until) {}

    private final LongSupplier nanoTime;

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    /** The oldest first. */
    private final SequencedMap<Key, Open> open = new LinkedHashMap<>();

    private final Map<String, SequencedSet<Key>> ofClient = new HashMap<>();

    /** With a clock as {@link System#nanoTime}. */
    RemoteChallenges(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A remote server has answered a request with these attributes and wants to hear more. Without a State nothing brings it back. */
    void keep(AccessRequest request, Asked asked, List<Attribute> challenge) {
        challenge.stream()
                .filter(attribute -> attribute.type() == StandardAttributes.STATE)
                .findFirst()
                .ifPresent(state -> keep(Key.of(request, alone(state.value())), asked));
    }

    /** What a request answers; empty if it brings back no State that its client was sent for this user, or brings it too late. */
    Optional<Asked> find(AccessRequest request) {
        return request.state().flatMap(state -> find(Key.of(request, state)));
    }

    private void keep(Key key, Asked asked) {
        lock.lock();
        try {
            remove(key);
            removeOver();
            var ofThisClient = ofClient.computeIfAbsent(key.client(), _ -> new LinkedHashSet<>());
            ofThisClient.add(key);
            open.put(key, new Open(asked, nanoTime.getAsLong() + TIME_TO_ANSWER.toNanos()));
            if (ofThisClient.size() > MOST_OF_A_CLIENT) {
                remove(ofThisClient.getFirst());
            }
            if (open.size() > MOST) {
                remove(open.firstEntry().getKey());
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<Asked> find(Key key) {
        lock.lock();
        try {
            return Optional.ofNullable(open.get(key))
                    .filter(challenge -> !isOver(challenge))
                    .map(Open::asked);
        } finally {
            lock.unlock();
        }
    }

    private void removeOver() {
        while (!open.isEmpty() && isOver(open.firstEntry().getValue())) {
            remove(open.firstEntry().getKey());
        }
    }

    private boolean isOver(Open challenge) {
        return nanoTime.getAsLong() - challenge.until() >= 0;
    }

    private void remove(Key key) {
        if (open.remove(key) != null) {
            ofClient.computeIfPresent(key.client(), (_, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
        }
    }

    /** Apart from the packet that it came in, which it would keep in memory. */
    private static Octets alone(Octets slice) {
        return Octets.wrap(slice.toArray());
    }
}
