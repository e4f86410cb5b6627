package io.countersign.policy;

/** What an administrator allows a client although it is not safe. */
public enum Unsafe {
    /** An RD Gateway on a single address may send requests without Message-Authenticator; with Proxy-State, as its NPS always does. */
    UNSIGNED_REQUESTS,
    /** Requests with Proxy-State may come without Message-Authenticator: what a forger of replies sends (CVE-2024-3596). */
    UNSIGNED_PROXY_STATE
}
