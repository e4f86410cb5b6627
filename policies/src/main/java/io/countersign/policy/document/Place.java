package io.countersign.policy.document;

/** Where in its list an item is to stand. */
public sealed interface Place {
    /** Before all others. */
    record First() implements Place {}

    /** Behind all others. */
    record Last() implements Place {}

    /** Just before another one. */
    record Before(String name) implements Place {}

    /** Just behind another one. */
    record After(String name) implements Place {}
}
