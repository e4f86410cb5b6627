package io.countersign.policy;

import java.util.List;
import java.util.Optional;

/**
 * Says where a request is authenticated. The first enabled one whose conditions hold decides.
 *
 * @param description for people; empty if there is none
 * @param forwardAccounting the remote RADIUS server group that is told of accounting too; it is kept here in any case
 * @param with the directories in which the user is looked up, in this order
 */
public record ConnectionRequestPolicy(
        String name,
        boolean enabled,
        String description,
        Conditions when,
        Authentication authentication,
        Optional<Located<String>> forwardAccounting,
        List<Located<String>> with,
        Location at) {
    /** Copies the list. */
    public ConnectionRequestPolicy {
        with = List.copyOf(with);
    }

    /** The remote RADIUS server group that decides; empty if this server does. */
    public Optional<String> forwardsTo() {
        return authentication instanceof Authentication.ForwardTo(var group)
                ? Optional.of(group.value())
                : Optional.empty();
    }

    /** Who checks the first factor. */
    public sealed interface Authentication {
        /** This server. */
        record Here() implements Authentication {}

        /** A remote RADIUS server group, which also decides on access. */
        record ForwardTo(Located<String> group) implements Authentication {}

        /** Nobody: the identity is asserted by the client. Network policies and second factors still apply. */
        record AcceptWithoutValidation() implements Authentication {}
    }
}
