package io.countersign.radius.challenge;

import io.countersign.radius.packet.Octets;
import java.time.Instant;
import java.util.Optional;

/** Open challenges at rest: sealed, shared by all nodes, each taken once. Throws {@link ChallengesUnavailable}. */
public interface ChallengeStore {
    /** Keeps a challenge until it expires. The id is unguessable and never seen again. */
    void keep(Octets id, byte[] content, Instant expires);

    /** Takes a challenge out: of several racers one gets it, the others and those who come too late get nothing. */
    Optional<byte[]> take(Octets id, Instant now);
}
