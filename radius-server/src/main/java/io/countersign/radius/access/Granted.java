package io.countersign.radius.access;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.NetworkPolicy;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.Identity;

/** A request that the policies of one revision grant, once the second factor is shown. */
record Granted(
        AccessRequest request,
        RequestFacts facts,
        Identity identity,
        FirstFactor.Proof proof,
        ConnectionRequestPolicy connection,
        NetworkPolicy policy,
        CompiledPolicies policies) {
    /** The user is let in with the policy's attributes. */
    Ruling accept(String detail) {
        return Ruling.accept(policies.reply(policy, request.client().type()), proof, detail);
    }
}
