package io.countersign.radius.exchange;

/** How it is known that a request is its client's. */
public enum Proof {
    /** A Message-Authenticator that verifies: whoever sent it knows the shared secret. */
    MESSAGE_AUTHENTICATOR,
    /** The Request Authenticator of an Accounting-Request, which verifies: the same (RFC 2866 §3). */
    REQUEST_AUTHENTICATOR,
    /** Only its source address, which anyone can forge. */
    NONE
}
