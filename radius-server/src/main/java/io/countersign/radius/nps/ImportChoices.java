package io.countersign.radius.nps;

import io.countersign.policy.CaseFolding;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator says besides the export.
 *
 * @param mfa the second factor of granting policies, or {@code none}; empty if nothing is said, and they arrive disabled
 * @param rdGateways the names of clients that are RD Gateways, which an export does not tell
 * @param names what the export names by a SID or a host name, and how it is written here: a group, an address
 */
public record ImportChoices(Optional<String> mfa, Set<String> rdGateways, Map<String, String> names) {
    /** What stands for no second factor. */
    public static final String NONE = "none";

    /** Copies the collections. */
    public ImportChoices {
        rdGateways = CaseFolding.folded(rdGateways);
        names = Map.copyOf(names);
    }

    boolean isRdGateway(String client) {
        return rdGateways.contains(CaseFolding.folded(client));
    }

    /** How something is written here; as the export has it if nothing is said of it. */
    String written(String name) {
        return names.getOrDefault(name, name);
    }
}
