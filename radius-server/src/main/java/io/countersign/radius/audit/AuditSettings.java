package io.countersign.radius.audit;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where decisions are kept, and for how long.
 *
 * @param file one line of JSON for each decision and each change; made if need be
 * @param trace which lines tell the conditions and constraints looked at
 * @param rotateAt at so many octets, and at midnight, the file is put aside and compressed; {@link Long#MAX_VALUE} for never
 * @param keep what was put aside is deleted after so long
 * @param onFailure what becomes of requests while the file cannot be written
 * @param copies where else decisions are told
 */
public record AuditSettings(
        Path file, Trace trace, long rotateAt, Duration keep, OnFailure onFailure, AuditCopies copies) {
    /** Sizes at which a file may be put aside, in octets, and what is so without a setting. */
    public static final long SMALLEST = 1L << 20;

    /** The largest: one file is what the search for a login reads. */
    public static final long LARGEST = 1L << 30;

    /** Without a setting. */
    public static final long ROTATE_AT = 64L << 20;

    /** Files may be deleted after this, and not before. */
    public static final Duration SHORTEST = Duration.ofDays(1);

    /** The longest time to keep. */
    public static final Duration LONGEST = Duration.ofDays(3650);

    /** Without a setting: a year, and what people need to notice that it is over. */
    public static final Duration KEEP = Duration.ofDays(400);

    /** A file about which nothing else is said. */
    public static AuditSettings of(Path file, Trace trace) {
        return new AuditSettings(file, trace, ROTATE_AT, KEEP, OnFailure.SERVE, AuditCopies.NONE);
    }

    /** Which lines have a trace. */
    public enum Trace {
        /** Those of logins that were refused, left unanswered, challenged, or let in by a way round. */
        REFUSED,
        /** All. */
        ALL
    }

    /** What becomes of requests while the file cannot be written. */
    public enum OnFailure {
        /** They are decided; what cannot be kept in memory until the file can be written again is counted. */
        SERVE,
        /** They are met with silence, so that nobody gets in without a line, as NPS does by default. */
        DISCARD
    }
}
