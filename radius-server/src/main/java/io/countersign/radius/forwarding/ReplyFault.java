package io.countersign.radius.forwarding;

/** Why a datagram that came under a request's Identifier was not taken for its reply, in the order of the checks. */
public enum ReplyFault {
    /** It is no well-formed packet. */
    MALFORMED("that is no RADIUS packet"),
    /** Its Response Authenticator does not verify, as where the shared secrets differ (RFC 2865 §3). */
    RESPONSE_AUTHENTICATOR_WRONG("whose Response Authenticator does not verify: the shared secret differs"),
    /** It carries no Message-Authenticator, though it must (CVE-2024-3596). */
    MESSAGE_AUTHENTICATOR_MISSING(
            "without Message-Authenticator: have the server sign its replies; unsigned-replies: true takes them as they are"),
    /** Its Message-Authenticator does not verify, or is more than one (RFC 3579 §3.2). */
    MESSAGE_AUTHENTICATOR_WRONG("whose Message-Authenticator does not verify"),
    /** Its code answers another kind of request. */
    CODE_UNEXPECTED("with a code that answers another kind of request"),
    /** It has more than one State: which one an answer has to bring back would be a guess (RFC 2865 §5.44). */
    STATE_REPEATED("with more than one State, where RFC 2865 allows one");

    private final String text;

    ReplyFault(String text) {
        this.text = text;
    }

    /** What is wrong and what mends it, such as to follow "a reply". */
    public String text() {
        return text;
    }
}
