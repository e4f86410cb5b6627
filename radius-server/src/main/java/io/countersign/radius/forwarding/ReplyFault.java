package io.countersign.radius.forwarding;

/** Why a datagram that came under a request's Identifier was not taken for its reply. */
public enum ReplyFault {
    /** It is no well-formed packet. */
    MALFORMED,
    /** Its Response Authenticator does not verify, as where the shared secrets differ (RFC 2865 §3). */
    RESPONSE_AUTHENTICATOR_WRONG,
    /** It carries no Message-Authenticator, though it must (CVE-2024-3596). */
    MESSAGE_AUTHENTICATOR_MISSING,
    /** Its Message-Authenticator does not verify, or is more than one (RFC 3579 §3.2). */
    MESSAGE_AUTHENTICATOR_WRONG,
    /** Its code answers another kind of request. */
    CODE_UNEXPECTED
}
