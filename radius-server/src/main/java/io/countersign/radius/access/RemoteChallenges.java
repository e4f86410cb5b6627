package io.countersign.radius.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.countersign.policy.CaseFolding;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The challenges of remote servers that wait for their answers, and the connection request policies that chose those servers: clients send
 * less in an answer than in the request that it goes on with. An answer is its client's and its user's alone, so that no remote server is
 * ever asked about a user whom no policy sends there. Safe for use by many threads.
 */
final class RemoteChallenges {
    /** A user takes no longer to answer a challenge, in all systems that are known. */
    private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(5);

    private record Asked(String client, String userName, String policy) {}

    private final Cache<Octets, Asked> open = Caffeine.newBuilder()
            .expireAfterWrite(TIME_TO_ANSWER)
            .maximumSize(100_000)
            .build();

    /** A remote server has answered a request with these attributes and wants to hear more. */
    void keep(AccessRequest request, String policy, List<Attribute> challenge) {
        challenge.stream()
                .filter(attribute -> attribute.type() == StandardAttributes.STATE)
                .forEach(state ->
                        open.put(state.value(), new Asked(request.client().name(), request.userName(), policy)));
    }

    /** Whether a request brings back the State of a challenge that its client was sent. */
    boolean knows(AccessRequest request) {
        return asked(request).isPresent();
    }

    /** The name of the connection request policy under which the login began that a request goes on with. */
    Optional<String> policy(AccessRequest request) {
        return asked(request)
                .filter(asked -> CaseFolding.same(asked.userName(), request.userName()))
                .map(Asked::policy);
    }

    private Optional<Asked> asked(AccessRequest request) {
        return request.state()
                .flatMap(state -> Optional.ofNullable(open.getIfPresent(state)))
                .filter(asked -> asked.client().equals(request.client().name()));
    }
}
