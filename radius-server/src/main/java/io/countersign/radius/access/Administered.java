package io.countersign.radius.access;

import io.countersign.policy.ClientDefinition;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.forwarding.RemoteServerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Policies, RADIUS clients and shared secrets at rest: read together, and changed together or not at all. Policies are numbered revisions
 * that are never changed; clients and secrets have no revisions, so that going back to earlier policies brings no leaked secret back.
 *
 * <p>All is authenticated with the store key: what does not verify stops whoever reads it.
 */
public interface Administered {
    /** The grammar that revisions are written in now. Rises when a reader refuses what an earlier one took. */
    int GRAMMAR = 1;

    /**
     * One revision.
     *
     * @param number from 1, without gaps
     * @param text the policies as a document without clients
     * @param author the login name of the administrator
     * @param comment what was done, such as {@code rollback to 3}
     * @param grammar that of its text
     */
    record Revision(long number, Instant at, String author, String comment, String text, int grammar) {}

    /**
     * Everything as it was at one moment.
     *
     * @param mark another one after each change
     * @param newest the revision in force; none before the first
     * @param clients by name
     */
    record State(
            long mark,
            Optional<Revision> newest,
            List<RadiusClient> clients,
            Map<RemoteServerId, Secret> serverSecrets) {
        /** Copies the collections. */
        public State {
            clients = List.copyOf(clients);
            serverSecrets = Map.copyOf(serverSecrets);
        }

        /** The number of the revision in force; 0 for none. */
        public long revision() {
            return newest.map(Revision::number).orElse(0L);
        }
    }

    /**
     * What is to be put in place; what is absent stays as it is.
     *
     * @param text of a new revision
     */
    record Next(
            Optional<String> text,
            Optional<List<RadiusClient>> clients,
            Optional<Map<RemoteServerId, Secret>> serverSecrets) {}

    /** What came of a change. */
    sealed interface Written {
        /**
         * It was written.
         *
         * @param revision the newest revision now
         * @param mark the new state's
         */
        record Done(long revision, long mark) implements Written {}

        /** Somebody else was faster, and nothing was written. */
        record Overtaken(Optional<Change> by) implements Written {}
    }

    /** A client that was removed and can still be brought back, until that time. */
    record RemovedClient(ClientDefinition definition, Secret secret, Instant removedAt, Instant until) {}

    /**
     * What is in force, for somebody who is about to replace it: what does not verify is left out whole.
     *
     * @param state without the clients or shared secrets that were left out
     * @param lost why, by {@link Kind#CLIENTS} and {@link Kind#SERVERS}; empty if all verifies
     */
    record Salvaged(State state, Map<Kind, String> lost) {
        /** Copies the map. */
        public Salvaged {
            lost = Map.copyOf(lost);
        }
    }

    /** All that is in force, in one look. */
    State read();

    /** The same, without the clients or shared secrets if these do not verify. */
    Salvaged salvage();

    /** One revision. */
    Optional<Revision> find(long number);

    /** All revisions, newest first. */
    List<Revision> history();

    /**
     * Puts something else in place, if nothing has changed since the author looked, and keeps what was done in the change log. Clients
     * that are there no more can be brought back for 30 days.
     *
     * @param seen what the author looked at
     */
    Written write(State seen, Next next, Deed deed);

    /** The clients that can be brought back, by name. */
    List<RemovedClient> removed();
}
