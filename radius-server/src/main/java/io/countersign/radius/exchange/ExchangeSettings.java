package io.countersign.radius.exchange;

/**
 * The limits of one listener.
 *
 * @param inWork requests in work at the same time; default 4096, at least 1
 * @param inWorkPerClient the same for each client; default 1024, at least 1, at most {@code inWork}
 * @param repliesKeptPerClient replies kept 30 s for repetitions of their requests, for each client; default 8192, at least 1
 */
public record ExchangeSettings(int inWork, int inWorkPerClient, int repliesKeptPerClient) {
    /** What a listener gets if nothing else is said. */
    public static final ExchangeSettings DEFAULT = new ExchangeSettings(4096, 1024, 8192);

    /** Checks the ranges. */
    public ExchangeSettings {
        if (inWork < 1 || inWorkPerClient < 1 || inWorkPerClient > inWork || repliesKeptPerClient < 1) {
            throw new IllegalArgumentException("a limit of requests in work or replies kept is out of range");
        }
    }
}
