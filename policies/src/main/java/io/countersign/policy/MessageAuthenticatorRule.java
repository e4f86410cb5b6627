package io.countersign.policy;

/** Whether an Access-Request must carry a Message-Authenticator. One that is present is always checked. */
public enum MessageAuthenticatorRule {
    /** Requests without it are discarded. The default. */
    REQUIRE,
    /** Requests without it are served until the client has sent one with it. */
    LEARN,
    /** Requests without it are served. */
    ACCEPT
}
