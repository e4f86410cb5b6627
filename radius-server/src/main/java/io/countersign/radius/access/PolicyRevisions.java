package io.countersign.radius.access;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.forwarding.RemoteServerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies at rest, as numbered revisions that are never changed. Each is authenticated with the store key over its number, content
 * and predecessor; one that does not verify stops whoever reads it.
 */
public interface PolicyRevisions {
    /**
     * One revision.
     *
     * @param number from 1, without gaps
     * @param text the policies as a document without clients
     * @param author the login name of the administrator
     * @param comment what was done, such as {@code rollback to 3}
     */
    record Revision(long number, Instant at, String author, String comment, String text) {}

    /** The newest revision, which is the one in force. */
    Optional<Revision> newest();

    /** One revision. */
    Optional<Revision> find(long number);

    /** All revisions, newest first. */
    List<Revision> history();

    /**
     * Appends a revision and, in the same transaction, replaces the clients and the shared secrets of remote RADIUS servers, where they are
     * given.
     *
     * @param predecessor the number of the newest revision that the author saw, 0 for none
     * @param text empty to replace the clients only
     * @return the new newest number; empty, and nothing is done, if there is a newer revision than the author saw
     */
    Optional<Long> append(
            long predecessor,
            String author,
            String comment,
            Optional<String> text,
            Optional<List<RadiusClient>> clients,
            Optional<Map<RemoteServerId, Secret>> serverSecrets);

    /** The same, with the shared secrets of the remote RADIUS servers left as they are. */
    default Optional<Long> append(
            long predecessor,
            String author,
            String comment,
            Optional<String> text,
            Optional<List<RadiusClient>> clients) {
        return append(predecessor, author, comment, text, clients, Optional.empty());
    }

    /** The shared secrets of the remote RADIUS servers. They are never versioned: a rollback must not bring a leaked one back. */
    Map<RemoteServerId, Secret> serverSecrets();
}
