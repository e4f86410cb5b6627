package io.countersign.radius.access;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.NetworkPolicy;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.Identity;

/**
 * A request that the policies of one revision grant, once the second factor is shown.
 *
 * @param request as it came
 */
record Granted(
        AccessRequest request,
        RequestFacts facts,
        Identity identity,
        FirstFactor.Proof proof,
        ConnectionRequestPolicy connection,
        NetworkPolicy policy,
        CompiledPolicies policies) {
    /** The user is let in with the attributes of policies and account, if none is missing that the policy requires. */
    Ruling accept(String detail) {
        return policies.reply(policy).accept(this, policies.replyBesides(connection), detail);
    }
}
