package io.countersign.radius.packet;

/** Why a datagram is met with silence. The name is the same in code, log, metric and test. */
public enum DiscardReason {
    /** Fewer octets than the 20 of a header (RFC 2865 §3). */
    SHORTER_THAN_HEADER,
    /** A code that this server does not speak (RFC 2865 §3). */
    CODE_INVALID,
    /** A Length field below 20 (RFC 2865 §3). */
    LENGTH_TOO_SHORT,
    /** A Length field above 4096 (RFC 2865 §3). */
    LENGTH_TOO_LONG,
    /** A Length field that promises more octets than came (RFC 2865 §3). */
    LENGTH_PAST_END,
    /** One octet left where an attribute needs two (RFC 2865 §5). */
    STRAY_OCTET,
    /** An attribute of type 0, which is none (RFC 2865 §5). */
    ATTRIBUTE_TYPE_ZERO,
    /** An attribute length of 0 or 1 (RFC 2865 §5). */
    ATTRIBUTE_LENGTH_TOO_SHORT,
    /** An attribute that reaches past the packet's end (RFC 2865 §5). */
    ATTRIBUTE_PAST_END,
    /** More attributes than any honest packet has. */
    TOO_MANY_ATTRIBUTES,

    /** A source address that is no client's (RFC 2865 §3). */
    CLIENT_UNKNOWN,
    /** A code that does not belong on this port. */
    CODE_UNEXPECTED,
    /** No Message-Authenticator, though the client's rule requires one. */
    MESSAGE_AUTHENTICATOR_MISSING,
    /** EAP-Message without Message-Authenticator, whatever the client's rule (RFC 3579 §3.1). */
    MESSAGE_AUTHENTICATOR_MISSING_WITH_EAP,
    /** Proxy-State without Message-Authenticator, which forgers of replies send (CVE-2024-3596). */
    MESSAGE_AUTHENTICATOR_MISSING_WITH_PROXY_STATE,
    /** More than one Message-Authenticator. */
    MESSAGE_AUTHENTICATOR_REPEATED,
    /** A Message-Authenticator that is not 18 octets long (RFC 3579 §3.2). */
    MESSAGE_AUTHENTICATOR_LENGTH,
    /** A Message-Authenticator that does not verify (RFC 3579 §3.2). */
    MESSAGE_AUTHENTICATOR_WRONG,
    /** An Accounting-Request whose Request Authenticator does not verify, or is all zeros (RFC 2866 §3). */
    REQUEST_AUTHENTICATOR_WRONG,
    /** A Status-Server without a Message-Authenticator that verifies (RFC 5997 §3). */
    STATUS_SERVER_UNSIGNED,
    /** A Status-Server of a client that shall turn to another server, while users cannot be looked up (RFC 5997 §4.2). */
    STATUS_SERVER_WHILE_DOWN,
    /** More Status-Servers within a second than a client may send. */
    STATUS_SERVER_TOO_OFTEN,
    /** A repetition of a request that is in work, or was left unanswered on purpose (RFC 5080 §2.2.2). */
    DUPLICATE,
    /** The listener has as many requests in work as it may. */
    LISTENER_BUSY,
    /** The client has as many requests in work as it may. */
    CLIENT_BUSY,
    /** Decisions cannot be kept at the moment, and the settings say that there shall be none then. */
    AUDIT_UNWRITABLE,
    /** The server erred; the log has the details. */
    SERVER_ERROR,
    /** Proxy-State alone fills the reply, so that none can be made. */
    REPLY_TOO_LONG
}
