package io.countersign.radius.nps;

import java.util.List;

/**
 * What became of one object of an export.
 *
 * @param kind what it is, such as {@code client}
 * @param notes how it was changed, or why it was not imported; one line each, no full stop, no secret
 */
public record ReportLine(String kind, String name, Outcome outcome, List<String> notes) {
    /** Copies the list. */
    public ReportLine {
        notes = List.copyOf(notes);
    }

    /** What became of it. */
    public enum Outcome {
        /** It does here what it did there. */
        IMPORTED,
        /** It does something else, which is never more; the notes say what. */
        CHANGED,
        /** It is not here; the notes say why. */
        NOT_IMPORTED
    }

    static ReportLine notImported(String kind, String name, String why) {
        return new ReportLine(kind, name, Outcome.NOT_IMPORTED, List.of(why));
    }
}
