package io.countersign.radius.access;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.Facts;
import io.countersign.policy.Groups;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Packet;
import java.net.InetAddress;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a login says, in the words of the policies.
 *
 * @param said its first request; what later ones repeat of it, clients are free in
 * @param at when the request came that is decided on now, in the server's local time
 */
record RequestFacts(RadiusClient client, InetAddress peer, Packet said, AuthenticationMethod method, ZonedDateTime at) {
    /** Of a request that begins a login. */
    static RequestFacts of(AccessRequest request, ZoneId zone) {
        return new RequestFacts(
                request.client(),
                request.authentic().origin().peer().getAddress(),
                request.packet(),
                request.credential().method(),
                request.authentic().receivedAt().atZone(zone));
    }

    /** Of a request that goes on with the login which began with these attributes. */
    static RequestFacts goingOn(AccessRequest request, List<Attribute> began, ZoneId zone) {
        var packet = request.packet();
        return new RequestFacts(
                request.client(),
                request.authentic().origin().peer().getAddress(),
                new Packet(packet.code(), packet.identifier(), packet.authenticator(), began),
                request.credential().method(),
                request.authentic().receivedAt().atZone(zone));
    }

    /** For connection request policies: nobody has been looked up yet. */
    Facts ofRequest(Dictionary dictionary) {
        return facts(dictionary, method, () -> Groups.NONE, Optional.empty());
    }

    /** The same behind a connection request policy; empty if nobody knows what the request says then. */
    Optional<RequestFacts> behind(ConnectionRequestPolicy policy) {
        if (policy.manipulation().isEmpty()) {
            return Optional.of(this);
        }
        return Manipulation.of(said.attributes(), policy.manipulation().get())
                .map(attributes -> new RequestFacts(
                        client,
                        peer,
                        new Packet(said.code(), said.identifier(), said.authenticator(), attributes),
                        method,
                        at));
    }

    /** For network policies: the user is known, and how. */
    Facts of(Identity identity, Dictionary dictionary, Supplier<Groups> machineGroups) {
        var user = identity.user();
        return facts(
                dictionary,
                identity.method(),
                machineGroups,
                Optional.of(new Facts.Account(user.name(), user.groups(), user.dialInProperties())));
    }

    private Facts facts(
            Dictionary dictionary,
            AuthenticationMethod how,
            Supplier<Groups> machineGroups,
            Optional<Facts.Account> account) {
        return new Facts(
                client.name(),
                client.type(),
                peer,
                client.definition().vendor(),
                attribute -> dictionary.values(said, attribute),
                how,
                at,
                machineGroups,
                account);
    }
}
