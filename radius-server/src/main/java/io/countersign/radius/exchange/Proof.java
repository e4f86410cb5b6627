package io.countersign.radius.exchange;

/** What shows that a request comes from its client. */
public enum Proof {
    /** A Message-Authenticator that verified (RFC 3579 §3.2). */
    MESSAGE_AUTHENTICATOR,
    /** Nothing but the source address; the client's rule allows that. */
    NONE
}
