package io.countersign.radius.access;

import io.countersign.policy.ClientType;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.ReasonCode;
import io.countersign.policy.Unsafe;
import io.countersign.radius.exchange.Proof;
import io.countersign.radius.identity.Attempt;
import io.countersign.radius.identity.ChallengeResponse;
import io.countersign.radius.identity.Evidence;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.FirstFactors;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.OpaqueString;
import io.countersign.radius.packet.Octets;
import java.util.Optional;

/** Checks the credential of a request, or the right of its client to send none. */
final class FirstFactorCheck {
    private FirstFactorCheck() {}

    static FirstFactor of(
            AccessRequest request, ConnectionRequestPolicy policy, CompiledPolicies policies, Journal journal) {
        return switch (policy.authentication()) {
            case Authentication.Here() -> here(request, policy, policies, journal);
            case Authentication.AcceptWithoutValidation() -> asserted(request, policy, policies);
            case Authentication.ForwardTo _ ->
                throw new IllegalStateException("the first factor of a forwarded request is not checked here");
        };
    }

    private static FirstFactor here(
            AccessRequest request, ConnectionRequestPolicy policy, CompiledPolicies policies, Journal journal) {
        return switch (request.credential()) {
            case Credential.Pap(var hidden) -> password(request, hidden, policy, policies, journal);
            case Credential.ChapPassword(int identifier, var challenge, var response) ->
                proven(request, new ChallengeResponse.Chap(identifier, challenge, response), policy, policies);
            case Credential.MsChap2 credential ->
                proven(
                        request,
                        new ChallengeResponse.MsChapV2(
                                MsChapReply.challengeHash(credential, request.sentName()), credential.response()),
                        policy,
                        policies);
            case Credential.None() -> withoutCredential(request, policy, policies);
            case Credential.Malformed(var method) ->
                refused(ReasonCode.MALFORMED_REQUEST, "a credential of " + method + " that is not as it should be");
            case Credential.Unsupported(var _, var what) -> refused(ReasonCode.UNSUPPORTED_AUTHENTICATION_TYPE, what);
            case Credential.Ambiguous() -> refused(ReasonCode.MALFORMED_REQUEST, "more than one credential");
        };
    }

    /** Of an unsigned request nothing else tells it. */
    private static String wrongSecret(AccessRequest request) {
        return switch (request.authentic().proof()) {
            case NONE ->
                "; if this is so of every login, the shared secret of "
                        + request.authentic().client().name() + " is not the same on both sides";
            case MESSAGE_AUTHENTICATOR, REQUEST_AUTHENTICATOR -> "";
        };
    }

    private static FirstFactor password(
            AccessRequest request,
            Octets hidden,
            ConnectionRequestPolicy policy,
            CompiledPolicies policies,
            Journal journal) {
        var password = request.revealed(hidden);
        if (password.isEmpty()) {
            return refused(ReasonCode.MALFORMED_REQUEST, "a User-Password of impossible length");
        }
        if (!OpaqueString.isUtf8(password.get())) {
            journal.remark("the password is no UTF-8 and was read as Latin-1" + wrongSecret(request));
        }
        return proven(request, new Evidence.PlainPassword(password.get()), policy, policies);
    }

    private static FirstFactor proven(
            AccessRequest request, Evidence evidence, ConnectionRequestPolicy policy, CompiledPolicies policies) {
        return FirstFactors.prove(
                policies.directories(policy),
                LoginName.parse(request.userName()),
                new Attempt(request.client().name(), evidence));
    }

    private static FirstFactor withoutCredential(
            AccessRequest request, ConnectionRequestPolicy policy, CompiledPolicies policies) {
        return request.client().type() == ClientType.RD_GATEWAY
                ? asserted(request, policy, policies)
                : refused(
                        ReasonCode.UNSUPPORTED_AUTHENTICATION_TYPE,
                        "no credential; only a client of type rd-gateway may send none");
    }

    /** An identity on the client's word alone, so the word must be the client's: signed, unless an administrator gave that up by name. */
    private static FirstFactor asserted(
            AccessRequest request, ConnectionRequestPolicy policy, CompiledPolicies policies) {
        boolean signed = request.authentic().proof() == Proof.MESSAGE_AUTHENTICATOR;
        if (!signed && !request.client().definition().unsafe().contains(Unsafe.UNSIGNED_REQUESTS)) {
            return refused(ReasonCode.ACCESS_DENIED, "an identity without a credential in a request without signature");
        }
        return FirstFactors.assertedBy(
                policies.directories(policy),
                LoginName.parse(request.userName()),
                request.client().name());
    }

    private static FirstFactor refused(ReasonCode reason, String detail) {
        return new FirstFactor.Refused(reason, detail, Optional.empty());
    }
}
