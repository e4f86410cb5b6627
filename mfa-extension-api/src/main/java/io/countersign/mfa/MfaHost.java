package io.countersign.mfa;

import java.time.InstantSource;

/** What the server gives a plugin. Safe for use by many threads. */
public interface MfaHost {
    /** The server's time of day. Plugins take time from nowhere else than here and {@link #nanoTime}, so that tests can set it. */
    InstantSource clock();

    /**
     * Nanoseconds of a clock that nobody sets, as {@link System#nanoTime}: for how long something takes, lasts or is kept. A time of day
     * that is set back would prolong it.
     */
    default long nanoTime() {
        return System.nanoTime();
    }

    /** The plugin's log. Never for secrets: no code, token, seed or answer of a user. */
    System.Logger log();

    /** The plugin's records, durable, sealed at rest and shared by all nodes. */
    MfaRecords records();
}
