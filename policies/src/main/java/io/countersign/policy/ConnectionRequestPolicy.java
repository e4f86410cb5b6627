package io.countersign.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says where a request is authenticated. The first enabled one whose conditions hold decides.
 *
 * @param description for people; empty if there is none
 * @param forwardAccounting the remote RADIUS server group that is told of accounting too; it is kept here in any case
 * @param with the directories in which the user is looked up, in this order
 * @param overridingMethods stand in place of those that network policies allow; empty: theirs count
 * @param manipulation the change of an attribute before all else
 * @param reply attributes of the Access-Accept besides those of the network policy or the remote server
 */
public record ConnectionRequestPolicy(
        String name,
        boolean enabled,
        String description,
        NetworkAccessServerType type,
        Conditions when,
        Authentication authentication,
        Optional<Located<String>> forwardAccounting,
        List<Located<String>> with,
        Set<AuthenticationMethod> overridingMethods,
        Optional<AttributeManipulation> manipulation,
        List<ReplyAttribute> reply,
        Location at)
        implements Policy {
    /** Copies the collections. */
    public ConnectionRequestPolicy {
        with = List.copyOf(with);
        overridingMethods = Set.copyOf(overridingMethods);
        reply = List.copyOf(reply);
    }

    /** The same policy, described elsewhere. */
    public ConnectionRequestPolicy with(Location elsewhere) {
        return new ConnectionRequestPolicy(
                name,
                enabled,
                description,
                type,
                when,
                authentication,
                forwardAccounting,
                with,
                overridingMethods,
                manipulation,
                reply,
                elsewhere);
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
