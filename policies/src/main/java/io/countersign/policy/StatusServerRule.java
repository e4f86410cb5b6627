package io.countersign.policy;

/** When a client's signed Status-Server is answered (RFC 5997 §4.2). */
public enum StatusServerRule {
    /** As long as the server runs. The default. */
    ALWAYS,
    /** Only while users can be looked up, so that the client turns to another server when they cannot. */
    WHILE_UP
}
