package io.countersign.radius.nps;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code netsh nps export} or {@code Export-NpsConfiguration} wrote, found by path: the export's own description of itself repeats the
 * names of properties as elements.
 *
 * @param version 257 of newer servers, 256 of those with Network Access Protection; empty if it does not say
 * @param others elements beside the service, for the report
 */
public record NpsExport(Optional<String> version, NpsObject service, List<String> others) {
    /** Behind those that have a number. */
    private static final long LAST = Long.MAX_VALUE;

    private static final String PROTOCOL = "Microsoft_Radius_Protocol";
    private static final Set<String> SECTIONS = Set.of(
            "RadiusProfiles",
            "NetworkPolicy",
            "Proxy_Policies",
            "Proxy_Profiles",
            "Protocols",
            "RequestHandlers",
            "Auditors",
            "RADIUS_Server_Groups");

    /** Copies the list. */
    public NpsExport {
        others = List.copyOf(others);
    }

    /** The names of the RADIUS clients. */
    public List<String> clientNames() {
        return clients().stream().map(NpsObject::name).toList();
    }

    List<NpsObject> clients() {
        return service.below("Protocols", PROTOCOL, "Clients");
    }

    Optional<NpsObject> protocol() {
        return service.child("Protocols").flatMap(protocols -> protocols.child(PROTOCOL));
    }

    List<NpsObject> serverGroups() {
        return service.below("RADIUS_Server_Groups");
    }

    /** In the order in which NPS asks them. */
    List<NpsObject> connectionRequestPolicies() {
        return inOrder(service.below("Proxy_Policies"));
    }

    List<NpsObject> connectionRequestProfiles() {
        return service.below("Proxy_Profiles");
    }

    /** In the order in which NPS asks them. */
    List<NpsObject> networkPolicies() {
        return inOrder(service.below("NetworkPolicy"));
    }

    List<NpsObject> networkProfiles() {
        return service.below("RadiusProfiles");
    }

    /** What handles requests and what tells of them. */
    List<NpsObject> handlers() {
        return Stream.concat(service.below("RequestHandlers").stream(), service.below("Auditors").stream())
                .toList();
    }

    /** The sections that are not known. */
    List<String> unknownSections() {
        return Stream.concat(
                        service.children().stream().map(NpsObject::tag).filter(tag -> !SECTIONS.contains(tag)),
                        others.stream())
                .toList();
    }

    private static List<NpsObject> inOrder(List<NpsObject> policies) {
        return policies.stream()
                .sorted(Comparator.comparingLong(NpsExport::sequence))
                .toList();
    }

    /** A policy whose number cannot be read comes last; that it is strange is told where it is mapped. */
    private static long sequence(NpsObject policy) {
        try {
            return policy.number("msNPSequence", LAST);
        } catch (NpsObject.StrangeValue _) {
            return LAST;
        }
    }
}
