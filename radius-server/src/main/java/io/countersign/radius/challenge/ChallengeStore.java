package io.countersign.radius.challenge;

import io.countersign.radius.packet.Octets;
import java.time.Instant;
import java.util.Optional;

/** Open challenges at rest: sealed, shared by all nodes, each taken once. Throws {@link ChallengesUnavailable}. */
public interface ChallengeStore {
    /** Keeps a challenge until it expires. The id is unguessable and never seen again. */
    void keep(Octets id, byte[] content, Instant expires);

    /** What a challenge holds, which stays where it is; empty if there is none, or no more at this time. */
    Optional<byte[]> find(Octets id, Instant now);

    /** Takes a challenge out: true for one of several racers, false for the others and for those who come too late. */
    boolean take(Octets id, Instant now);
}
