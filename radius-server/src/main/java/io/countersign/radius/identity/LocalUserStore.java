package io.countersign.radius.identity;

import io.countersign.policy.DialIn;
import io.countersign.radius.crypto.Secret;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Local users and groups at rest. Names are compared without regard to case and kept as they were written. Every method throws {@link
 * DirectoryUnavailable} if the store cannot be used.
 */
public interface LocalUserStore {
    /**
     * A local user.
     *
     * @param id made once, never reused; a UUID
     * @param groups by name, without {@code local\}
     */
    record LocalUser(
            String id, String name, boolean enabled, DialIn dialIn, Set<String> groups, StoredPassword password) {
        /** Copies the groups. */
        public LocalUser {
            groups = Set.copyOf(groups);
        }
    }

    /** A password as it is kept. */
    sealed interface StoredPassword {
        /** A hash in PHC form, {@code $argon2id$…}: enough for PAP. */
        record Hashed(String phc) implements StoredPassword {
            /** Redacted. */
            @Override
            public String toString() {
                return "Hashed[redacted]";
            }
        }

        /** The password itself, sealed at rest: for CHAP and MS-CHAPv2. */
        record Reversible(Secret password) implements StoredPassword {}
    }

    /** The user of a name. */
    Optional<LocalUser> find(String name);

    /** The user of an id. */
    Optional<LocalUser> findById(String id);

    /** The same, never from memory: somebody is about to be turned away, and what is remembered may be half a second old. */
    default Optional<LocalUser> findAnew(String id) {
        return findById(id);
    }

    /** All users, by name. */
    List<LocalUser> list();

    /** All groups, by name. */
    List<String> groups();

    /** All groups, by name, each with how many users are in it. */
    SequencedMap<String, Long> members();
}
