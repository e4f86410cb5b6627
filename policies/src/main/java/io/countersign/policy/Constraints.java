package io.countersign.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold besides the conditions; a constraint that fails rejects, and no further policy is looked at.
 *
 * @param authenticationMethods the methods allowed; never empty for a granting policy
 * @param dayAndTime absent: always
 * @param calledStationId absent: any
 * @param nasPortTypes by dictionary name or number; empty: any
 * @param sessionTimeout sent as Session-Timeout, whole seconds
 * @param idleTimeout sent as Idle-Timeout, whole seconds
 */
public record Constraints(
        Set<AuthenticationMethod> authenticationMethods,
        Optional<DayAndTime> dayAndTime,
        Optional<NpsPattern> calledStationId,
        List<Located<String>> nasPortTypes,
        Optional<Duration> sessionTimeout,
        Optional<Duration> idleTimeout) {
    /** Nothing is asked for. */
    public static final Constraints NONE = new Constraints(
            Set.of(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    /** Copies the collections. */
    public Constraints {
        authenticationMethods = Set.copyOf(authenticationMethods);
        nasPortTypes = List.copyOf(nasPortTypes);
    }
}
