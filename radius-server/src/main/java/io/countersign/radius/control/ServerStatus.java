package io.countersign.radius.control;

import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.Discards;
import io.countersign.radius.exchange.UnsignedRequests;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a running server says of itself. Carries no secret and no user's name.
 *
 * @param since when it began to start
 * @param listening the addresses bound, such as {@code 127.0.0.1:1812}; none before it runs
 * @param listeningForAccounting the same for accounting; none if it is not served
 * @param policyRevision the revision in force; 0 for none
 * @param clients how many RADIUS clients are served
 * @param plugins the second factors loaded
 * @param auditEventsLost how many decisions could not be kept in the audit file
 * @param unavailableRemoteServers those of remote RADIUS server groups that are passed over at the moment
 * @param refusedReplies why the last replies of remote servers could not be taken, by the server as above
 * @param traffic what was seen of RADIUS clients, by their names
 * @param discards what was discarded within the last hour, of which client and why
 * @param unsigned when unsigned requests of clients were served, by the clients' names
 * @param policyMark the mark of the policies and clients in force
 */
public record ServerStatus(
        State state,
        String version,
        long pid,
        Instant since,
        List<String> listening,
        List<String> listeningForAccounting,
        long policyRevision,
        int clients,
        List<String> plugins,
        long auditEventsLost,
        List<String> unavailableRemoteServers,
        Map<String, String> refusedReplies,
        Map<String, ClientTraffic.Seen> traffic,
        List<Discards.Recent> discards,
        Map<String, UnsignedRequests.Seen> unsigned,
        long policyMark) {
    /** How far a server has come. */
    public enum State {
        /** It opens its store, plugins and sockets; it answers no request yet. */
        STARTING,
        /** It answers requests. */
        RUNNING,
        /** It takes no new requests; those in work are answered. */
        STOPPING
    }

    /** Copies the collections. */
    public ServerStatus {
        listening = List.copyOf(listening);
        listeningForAccounting = List.copyOf(listeningForAccounting);
        plugins = List.copyOf(plugins);
        unavailableRemoteServers = List.copyOf(unavailableRemoteServers);
        refusedReplies = Map.copyOf(refusedReplies);
        traffic = Map.copyOf(traffic);
        discards = List.copyOf(discards);
        unsigned = Map.copyOf(unsigned);
    }

    /** Of a server that has nothing in force yet. */
    public static ServerStatus starting(String version, long pid, Instant since) {
        return new ServerStatus(
                State.STARTING,
                version,
                pid,
                since,
                List.of(),
                List.of(),
                0,
                0,
                List.of(),
                0,
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                0);
    }
}
