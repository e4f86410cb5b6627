package io.countersign.radius.identity;

import io.countersign.radius.event.Change;
import io.countersign.radius.event.Deed;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import java.util.Optional;

/**
 * Changes of local users and groups, each with what the change log keeps of it, both or neither. Every method throws {@link
 * DirectoryUnavailable} if the store cannot be used.
 */
public interface LocalUserChanges {
    /** What came of a change of a user. */
    sealed interface Replaced {
        /** It was written. */
        record Done() implements Replaced {}

        /** What was to be changed is no longer what the author saw; nothing was written. */
        record Moved(Optional<Change> by) implements Replaced {}

        /** The user is there no more. */
        record Gone() implements Replaced {}
    }

    /** Adds a user and those of the groups that do not exist yet. Answers false, and does nothing, if the name is taken. */
    boolean add(LocalUser user, Deed deed);

    /**
     * Writes what differs between a user as the author saw them and as they are to be, and leaves everything else as it is by now. Groups
     * are joined and left one by one.
     *
     * @param next of the same id
     */
    Replaced replace(LocalUser seen, LocalUser next, Deed deed);

    /** Removes a user with all that plugins keep of them, and mends what was done to them. Answers whether there was one. */
    boolean remove(String name, Deed deed);

    /** Adds an empty group. Answers false if there is one of this name. */
    boolean addGroup(String group, Deed deed);

    /** Removes a group from the store and from its members. Answers whether there was one. */
    boolean removeGroup(String group, Deed deed);
}
