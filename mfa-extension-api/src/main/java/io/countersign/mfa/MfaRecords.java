package io.countersign.mfa;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A plugin's durable records: one text per user and key, sealed at rest, shared by all nodes, with compare-and-set. A plugin sees only
 * its own.
 *
 * <p>Every method throws {@link MfaRecordsUnavailable} if the store cannot be used; a plugin lets it pass or answers
 * {@link MfaOutcome.Denied}, never {@link MfaOutcome.Approved}.
 */
public interface MfaRecords {
    /**
     * A record as it was read.
     *
     * @param version rises by one with every write; the first is 1
     */
    record Versioned(String userId, String key, String value, long version) {
        /** Redacted: values are mostly secrets. */
        @Override
        public String toString() {
            return "Versioned[userId=" + userId + ", key=" + key + ", version=" + version + "]";
        }
    }

    /** The record of a user under a key, unless it is absent or its time has passed. */
    Optional<Versioned> find(String userId, String key);

    /** A user's records, ordered by key. */
    List<Versioned> list(String userId);

    /** Every user's record under a key, ordered by user. */
    List<Versioned> listAll(String key);

    /** Writes a record that must not exist yet. Answers whether it did so. */
    boolean create(String userId, String key, String value);

    /** Writes a record that must not exist yet and is forgotten after a time. Answers whether it did so. */
    boolean create(String userId, String key, String value, Duration timeToLive);

    /** Replaces a record if it still has the version that was read. Answers whether it did so: one of several racers wins. */
    boolean replace(Versioned read, String value);

    /** Removes a record if it still has the version that was read. Answers whether it did so. */
    boolean remove(Versioned read);
}
