package io.countersign.radius.secondfactor;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import io.countersign.policy.ClientType;
import io.countersign.radius.exchange.Proof;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.identity.User;
import io.countersign.radius.plugins.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One request whose user has shown the first factor and must show a second one.
 *
 * @param id names the login in the audit
 * @param client the RADIUS client's friendly name
 * @param clientTimeout how long the client waits for an answer
 * @param policy the matched network policy and its revision
 * @param callingStation the Calling-Station-Id that the client really sent
 * @param answerBy when the request must have been answered
 */
public record Login(
        String id,
        Identity identity,
        String client,
        ClientType clientType,
        Duration clientTimeout,
        Proof proof,
        MatchedPolicy policy,
        Optional<String> callingStation,
        Set<Interaction> usable,
        Instant receivedAt,
        Instant answerBy) {
    /** Copies the set. */
    public Login {
        usable = Set.copyOf(usable);
    }

    /** A network policy as it stood in one revision. */
    public record MatchedPolicy(String name, long revision) {}

    /**
     * Whether this request belongs to the same login as an earlier one that is still being prompted for, or was given up.
     *
     * <p>It does if client, account and policy are the same, both are signed, and either the client said that both come from the same
     * station, or an RD Gateway, which says no station, comes back after it must have given the earlier one up. A thief who has the
     * password shares none of the two with the victim, and waits for a prompt of his own.
     */
    boolean continues(Login earlier) {
        return identity.user().id().equals(earlier.identity.user().id())
                && client.equals(earlier.client)
                && policy.equals(earlier.policy)
                && proof == Proof.MESSAGE_AUTHENTICATOR
                && earlier.proof == Proof.MESSAGE_AUTHENTICATOR
                && (sameStation(earlier) || gatewayCameBack(earlier));
    }

    /** Whether another request could ever continue this one. */
    boolean mayBeContinued() {
        return proof == Proof.MESSAGE_AUTHENTICATOR
                && (callingStation.isPresent() || clientType == ClientType.RD_GATEWAY);
    }

    private boolean sameStation(Login earlier) {
        return callingStation.isPresent()
                && callingStation.equals(earlier.callingStation)
                && !receivedAt.isBefore(earlier.receivedAt);
    }

    private boolean gatewayCameBack(Login earlier) {
        return clientType == ClientType.RD_GATEWAY && !receivedAt.isBefore(earlier.receivedAt.plus(clientTimeout));
    }

    /** How a provider could ask this login's user: in the ways that it has and the client can carry. */
    Set<Interaction> ways(Provider provider) {
        return provider.interactions().stream().filter(usable::contains).collect(Collectors.toUnmodifiableSet());
    }

    /** What a plugin is told of this login. */
    MfaRequest request(Instant deadline) {
        return new MfaRequest(id, mfaUser(identity.user()), usable, client, callingStation, deadline);
    }

    /** What a plugin is told of a user. */
    public static MfaUser mfaUser(User user) {
        return new MfaUser(
                user.id(),
                user.name(),
                user.netbiosDomain(),
                user.dnsDomain(),
                user.upn(),
                user.sid(),
                user.attributes());
    }
}
