package io.countersign.radius.audit;

import java.nio.file.Path;

/**
 * Where the audit goes.
 *
 * @param file one line for each decision
 * @param trace which lines tell the conditions and constraints looked at; of those that were not plainly let in, if not said
 */
public record AuditSettings(Path file, Trace trace) {
    /** Which lines have a trace. */
    public enum Trace {
        /** Those of logins that were refused, left unanswered, challenged, or let in by a way round. */
        REFUSED,
        /** All. */
        ALL
    }
}
