package io.countersign.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A network policy's word on the second factor. Always explicit. */
public sealed interface SecondFactor {
    /** {@code mfa: none}: the first factor is enough. */
    record None() implements SecondFactor {}

    /** {@code access: deny} needs no word on factors. */
    record NotReached() implements SecondFactor {}

    /** {@code any-of}: the first provider of the list that the client can carry and the user is enrolled for. */
    record AnyOf(List<Located<String>> providers, WayRound notEnrolled, WayRound unavailable) implements SecondFactor {
        /** Copies the list. */
        public AnyOf {
            providers = List.copyOf(providers);
        }
    }

    /** What happens where the factor cannot be asked. */
    sealed interface WayRound {
        /** The login is rejected: the default. */
        record Reject() implements WayRound {}

        /** The login goes on without the factor, for members of a group and until a time; audited and counted each time. */
        record Allow(Located<String> group, Instant until) implements WayRound {}
    }

    /** The providers, or none. */
    default Optional<AnyOf> anyOf() {
        return this instanceof AnyOf anyOf ? Optional.of(anyOf) : Optional.empty();
    }
}
