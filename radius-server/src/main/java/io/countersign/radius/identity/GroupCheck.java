package io.countersign.radius.identity;

import java.util.Optional;

/** Whether a directory has a group. */
public sealed interface GroupCheck {
    /** It has. */
    record Known() implements GroupCheck {}

    /**
     * It has none of this name.
     *
     * @param nearest one that may be meant
     */
    record Unknown(Optional<String> nearest) implements GroupCheck {}

    /**
     * The directory cannot answer now.
     *
     * @param why for the administrator
     */
    record CannotTell(String why) implements GroupCheck {}
}
