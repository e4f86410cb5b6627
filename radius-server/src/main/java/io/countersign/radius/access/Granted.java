package io.countersign.radius.access;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.NetworkPolicy;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.packet.Attribute;
import java.util.List;

/** A request that the network policies grant, once the second factor is shown. */
record Granted(
        AccessRequest request,
        Identity identity,
        FirstFactor.Proof proof,
        ConnectionRequestPolicy connection,
        NetworkPolicy policy,
        CompiledPolicies policies) {
    /** The attributes of the Access-Accept. */
    List<Attribute> reply() {
        return MsChapReply.ofAccept(
                request, proof, policies.reply(policy, request.client().type()));
    }
}
