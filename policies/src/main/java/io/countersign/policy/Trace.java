package io.countersign.policy;

import java.util.List;

/**
 * How a decision came about, step by step; shown by {@code policy test} and the audit line alike.
 *
 * @param others how many policies were looked at, did not apply, and are in no step
 */
public record Trace(List<Step> steps, int others) {
    /** Nothing is told. */
    public static final Trace NONE = new Trace(List.of());

    /** Copies the steps. */
    public Trace {
        steps = List.copyOf(steps);
    }

    /** Steps that leave no policy out. */
    public Trace(List<Step> steps) {
        this(steps, 0);
    }

    /** One after the other. */
    public static Trace of(List<Trace> traces) {
        return new Trace(
                traces.stream().flatMap(trace -> trace.steps().stream()).toList(),
                traces.stream().mapToInt(Trace::others).sum());
    }

    /**
     * One policy that was looked at, or one condition or constraint of it.
     *
     * @param policy the policy's name
     * @param rule the condition or constraint as the document writes it, or what was concluded
     * @param held whether it held
     * @param because what the request or the account had to say to it; no secret
     */
    public record Step(String policy, String rule, boolean held, String because) {
        private static final int MOST_CHARACTERS = 100;

        /** The same with every text short enough for a line of many steps. */
        Step shortened() {
            return new Step(shortened(policy), shortened(rule), held, shortened(because));
        }

        private static String shortened(String text) {
            return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
        }
    }
}
