package io.countersign.policy;

/** Whether an Access-Request must carry a Message-Authenticator. One that is present is always checked. */
public enum MessageAuthenticatorRule {
    /** Requests without it are discarded. The default. */
    REQUIRE,
    /**
     * Requests without it are served until the client has sent one with it, which is never forgotten, and for 14 days at most. For a single
     * address: behind a range some may sign and others not.
     */
    LEARN,
    /** Requests without it are served. */
    ACCEPT
}
