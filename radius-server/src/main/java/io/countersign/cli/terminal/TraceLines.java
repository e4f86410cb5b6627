package io.countersign.cli.terminal;

import io.countersign.policy.Trace;
import io.countersign.radius.event.Printable;
import java.util.stream.Stream;

/** A trace of the policies for people: every step, one line each. */
public final class TraceLines {
    private TraceLines() {}

    /**
     * The lines.
     *
     * @param aboutOthers what follows the number of policies that are in no step; may be empty
     */
    public static Stream<String> of(Trace trace, String aboutOthers) {
        return Stream.concat(
                trace.steps().stream().map(TraceLines::line),
                Stream.of(trace.others())
                        .filter(others -> others > 0)
                        .map(others -> "  no   " + others + " other policies did not apply" + aboutOthers));
    }

    private static String line(Trace.Step step) {
        return (step.held() ? "  yes  " : "  no   ") + Printable.of(step.policy()) + ": " + Printable.of(step.rule())
                + " — " + Printable.of(step.because());
    }
}
