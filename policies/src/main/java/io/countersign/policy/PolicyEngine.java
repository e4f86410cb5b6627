package io.countersign.policy;

import java.util.Optional;

/**
 * Evaluates policies: a linear scan over compiled conditions, the same answer for the same facts. Immutable; safe for use by many
 * threads.
 */
public final class PolicyEngine {
    private final PolicyDocument document;

    /** Compiles a document. */
    public PolicyEngine(PolicyDocument document) {
        this.document = document;
    }

    /** The document that is evaluated. */
    public PolicyDocument document() {
        return document;
    }

    /** Finds the connection request policy for a request; {@link Facts#account} is not looked at. */
    public ConnectionRequestDecision connectionRequest(Facts facts) {
        throw new UnsupportedOperationException();
    }

    /** Decides on access for an identified user; {@link Facts#account} must be there. */
    public NetworkDecision network(Facts facts) {
        throw new UnsupportedOperationException();
    }

    /** Which connection request policy applies; empty is a reject with reason 49. */
    public record ConnectionRequestDecision(Optional<ConnectionRequestPolicy> policy, Trace trace) {}

    /** What the network policies say. */
    public sealed interface NetworkDecision {
        /** How it came about. */
        Trace trace();

        /** Access is granted once the policy's second factor is shown. */
        record Granted(NetworkPolicy policy, Trace trace) implements NetworkDecision {}

        /** Access is refused. The policy is absent if none matched. */
        record Refused(ReasonCode reason, Optional<NetworkPolicy> policy, Trace trace) implements NetworkDecision {}
    }
}
