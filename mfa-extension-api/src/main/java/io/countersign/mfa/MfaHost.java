package io.countersign.mfa;

import java.time.InstantSource;

/** What the server gives a plugin. Safe for use by many threads. */
public interface MfaHost {
    /** The server's clock. Plugins take time from nowhere else, so that tests can set it. */
    InstantSource clock();

    /** The plugin's log. Never for secrets: no code, token, seed or answer of a user. */
    System.Logger log();

    /** The plugin's records, durable, sealed at rest and shared by all nodes. */
    MfaRecords records();
}
