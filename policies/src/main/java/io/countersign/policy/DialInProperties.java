package io.countersign.policy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an account says of its own dial-in; nothing of it counts where a policy ignores dial-in properties.
 *
 * @param permission whether it may
 * @param callerIds from which Calling-Station-Ids; empty: from any
 * @param reply attributes of the Access-Accept that are this account's own, by dictionary name, in its order
 */
public record DialInProperties(DialIn permission, List<String> callerIds, Map<String, List<String>> reply) {
    /** The attributes that may be an account's own. */
    public static final Set<String> ATTRIBUTES = Set.of(
            "Service-Type",
            "Callback-Number",
            "Framed-IP-Address",
            "Framed-Route",
            "Framed-Interface-Id",
            "Framed-IPv6-Prefix",
            "Framed-IPv6-Route");

    /** Copies the collections. */
    public DialInProperties {
        callerIds = List.copyOf(callerIds);
        reply = Collections.unmodifiableMap(new TreeMap<>(reply));
        if (!ATTRIBUTES.containsAll(reply.keySet())) {
            throw new IllegalArgumentException("not an account's own: " + reply.keySet());
        }
    }

    /** The permission alone. */
    public static DialInProperties of(DialIn permission) {
        return new DialInProperties(permission, List.of(), Map.of());
    }
}
