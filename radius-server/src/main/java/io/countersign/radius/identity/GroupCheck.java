package io.countersign.radius.identity;

/** Whether a directory has a group. */
public sealed interface GroupCheck {
    /** It has. */
    record Known() implements GroupCheck {}

    /** It has none of this name. */
    record Unknown() implements GroupCheck {}

    /**
     * The directory cannot answer now.
     *
     * @param why for the administrator
     */
    record CannotTell(String why) implements GroupCheck {}
}
