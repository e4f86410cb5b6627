package io.countersign.radius.secondfactor;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import io.countersign.radius.exchange.Proof;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.identity.User;
import io.countersign.radius.plugins.Provider;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One request whose user has shown the first factor and must show a second one.
 *
 * @param id names the login in the audit
 * @param client the RADIUS client's friendly name
 * @param policy the matched network policy and its revision
 * @param callingStation the Calling-Station-Id that the client really sent
 * @param usable what the client can carry
 * @param answerBy when the request must have been answered
 */
public record Login(
        String id,
        Identity identity,
        String client,
        Proof proof,
        MatchedPolicy policy,
        Optional<String> callingStation,
        Set<Interaction> usable,
        Sending sending,
        Instant receivedAt,
        Instant answerBy) {
    /** Copies the set. */
    public Login {
        usable = Set.copyOf(usable);
    }

    /** A network policy as it stood in one revision. */
    public record MatchedPolicy(String name, long revision) {}

    /**
     * Whether this request is the same login as an earlier one that is still in work, sent again as a new request.
     *
     * <p>It is if client, account, policy and what the client can carry are the same, and either both are signed and come from the same
     * station, or this one says again what the earlier one said and was signed or brought a credential. A thief who has the password shares none of the two with the victim, and
     * waits for a prompt of his own.
     */
    boolean continues(Login earlier) {
        return identity.user().id().equals(earlier.identity.user().id())
                && client.equals(earlier.client)
                && policy.equals(earlier.policy)
                && usable.equals(earlier.usable)
                && !receivedAt.isBefore(earlier.receivedAt)
                && (sameStation(earlier) || (isVouchedFor(earlier) && sending.repeats(earlier.sending)));
    }

    /**
     * Whether more than the source address speaks for both requests: who can forge that, but has neither the secret nor the password, must
     * not take a user's place.
     */
    private boolean isVouchedFor(Login earlier) {
        return identity instanceof Identity.Proven
                || (proof == Proof.MESSAGE_AUTHENTICATOR && earlier.proof == Proof.MESSAGE_AUTHENTICATOR);
    }

    private boolean sameStation(Login earlier) {
        return proof == Proof.MESSAGE_AUTHENTICATOR
                && earlier.proof == Proof.MESSAGE_AUTHENTICATOR
                && callingStation.isPresent()
                && callingStation.equals(earlier.callingStation);
    }

    /** How a provider could ask this login's user: in the ways that it has and the client can carry. */
    Set<Interaction> ways(Provider provider) {
        return provider.interactions().stream().filter(usable::contains).collect(Collectors.toUnmodifiableSet());
    }

    /** This request as one of the login that its user was asked for. */
    Login as(String loginId) {
        return new Login(
                loginId, identity, client, proof, policy, callingStation, usable, sending, receivedAt, answerBy);
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
