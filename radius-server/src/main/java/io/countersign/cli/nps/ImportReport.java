package io.countersign.cli.nps;

import io.countersign.radius.event.Printable;
import io.countersign.radius.nps.ReportLine;
import io.countersign.radius.nps.ReportLine.Outcome;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What became of each object, for people or for a program. */
record ImportReport(List<ReportLine> lines) {
    private static final int WORD = "not imported".length();

    void print(PrintWriter out) {
        for (var line : lines) {
            out.println(padded(word(line.outcome())) + "  " + line.kind() + " " + Printable.whole(line.name()));
            line.notes().forEach(note -> out.println(padded("") + "    " + Printable.whole(note)));
        }
        out.println();
        out.println("Objects: " + lines.size() + ", imported " + count(Outcome.IMPORTED) + ", changed "
                + count(Outcome.CHANGED) + ", not imported " + count(Outcome.NOT_IMPORTED));
    }

    /** An object with all lines, for more to be added. */
    ObjectNode json() {
        var all = JsonMapper.shared().createObjectNode();
        var objects = all.putArray("objects");
        for (var line : lines) {
            var object = objects.addObject();
            object.put("kind", line.kind());
            object.put("name", line.name());
            object.put("outcome", word(line.outcome()));
            line.notes().forEach(object.putArray("notes")::add);
        }
        return all;
    }

    private long count(Outcome outcome) {
        return lines.stream().filter(line -> line.outcome() == outcome).count();
    }

    private static String padded(String word) {
        return word + " ".repeat(WORD - word.length());
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case IMPORTED -> "imported";
            case CHANGED -> "changed";
            case NOT_IMPORTED -> "not imported";
        };
    }
}
