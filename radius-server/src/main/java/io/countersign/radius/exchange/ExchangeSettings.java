package io.countersign.radius.exchange;

/**
 * The limits of one listener.
 *
 * @param inWork requests in work at the same time, those that wait for a user among them; default 16,384, 1 to {@value #MOST_IN_WORK}
 * @param inWorkPerClient the same for each client; default 8,192, at least 1, at most {@code inWork}
 * @param repliesKeptPerClient replies kept 30 s for repetitions of their requests, for each client; default 65,536, at least 1
 */
public record ExchangeSettings(int inWork, int inWorkPerClient, int repliesKeptPerClient) {
    /** No node holds more. */
    public static final int MOST_IN_WORK = 1_000_000;

    /** What a listener gets if nothing else is said. */
    public static final ExchangeSettings DEFAULT = new ExchangeSettings(16_384, 8_192, 65_536);

    /** Checks the ranges. */
    public ExchangeSettings {
        if (inWork < 1
                || inWork > MOST_IN_WORK
                || inWorkPerClient < 1
                || inWorkPerClient > inWork
                || repliesKeptPerClient < 1) {
            throw new IllegalArgumentException("a limit of requests in work or replies kept is out of range");
        }
    }
}
