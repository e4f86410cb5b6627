package io.countersign.policy;

/** What an administrator allows a client although it is not safe. */
public enum Unsafe {
    /** An RD Gateway on a single address may send requests without Message-Authenticator. */
    UNSIGNED_REQUESTS
}
