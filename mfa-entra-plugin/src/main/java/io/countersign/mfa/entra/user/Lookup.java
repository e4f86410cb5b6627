package io.countersign.mfa.entra.user;

/** What became of a look-up. Only {@link Found} leads to a prompt. */
public sealed interface Lookup {
    /** There is exactly one such account, and it is enabled. */
    record Found(EntraUser user) implements Lookup {}

    /** There is none, more than one, or a disabled one; or Graph refuses to tell. Denies. */
    record Refused(String why) implements Lookup {}

    /** Graph is asked too often and wants to be left in peace. Denies. */
    record Busy(String why) implements Lookup {}

    /** Graph cannot be asked now. */
    record Unavailable(String why) implements Lookup {}
}
