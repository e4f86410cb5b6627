package io.countersign.policy;

import java.util.Comparator;
import java.util.List;

/** A policy of either kind. */
public sealed interface Policy permits ConnectionRequestPolicy, NetworkPolicy {
    /** Unique among its kind, whatever the case. */
    String name();

    /** For people; empty if there is none. */
    String description();

    /** Whether it is looked at. */
    boolean enabled();

    /** Which servers' requests it is for; {@code UNSPECIFIED} for all. */
    NetworkAccessServerType type();

    /** The conditions of its document. */
    Conditions when();

    /** All that must hold for it to decide: its type, where it has one, and its conditions. */
    default Conditions conditions() {
        return type() == NetworkAccessServerType.UNSPECIFIED ? when() : when().of(type());
    }

    /**
     * The order in which policies are looked at, given that of the document: first those for servers of a type, then those for all. As a
     * request is of one type, this is NPS's order, which takes those of the request's type first and skips those of others.
     */
    static <P extends Policy> List<P> inOrder(List<P> ofDocument) {
        return ofDocument.stream()
                .sorted(Comparator.comparing(policy -> policy.type() == NetworkAccessServerType.UNSPECIFIED))
                .toList();
    }
}
