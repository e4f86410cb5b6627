package io.countersign.radius.access;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.Facts;
import io.countersign.radius.identity.Identity;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * What a request says, in the words of the policies.
 *
 * @param at when it came, in the server's local time
 */
record RequestFacts(AccessRequest request, CompiledPolicies policies, ZonedDateTime at) {
    RequestFacts(AccessRequest request, CompiledPolicies policies, ZoneId zone) {
        this(request, policies, request.authentic().receivedAt().atZone(zone));
    }

    /** For connection request policies: nobody has been looked up yet. */
    Facts ofRequest() {
        return facts(request.credential().method(), Optional.empty());
    }

    /** For network policies: the user is known, and how. */
    Facts of(Identity identity) {
        var user = identity.user();
        return facts(identity.method(), Optional.of(new Facts.Account(user.name(), user.groups(), user.dialIn())));
    }

    private Facts facts(AuthenticationMethod method, Optional<Facts.Account> account) {
        var client = request.client();
        return new Facts(
                client.name(),
                client.type(),
                request.authentic().origin().peer().getAddress(),
                client.definition().vendor(),
                attribute -> policies.dictionary().texts(request.packet(), attribute),
                method,
                at,
                account);
    }
}
