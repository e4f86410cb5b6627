package io.countersign.policy;

import java.util.List;

/** How a decision came about, step by step; shown by {@code policy test}, {@code explain} and the audit line alike. */
public record Trace(List<Step> steps) {
    /** Nothing is told. */
    public static final Trace NONE = new Trace(List.of());

    /** Copies the steps. */
    public Trace {
        steps = List.copyOf(steps);
    }

    /**
     * One policy that was looked at, or one condition or constraint of it.
     *
     * @param policy the policy's name
     * @param rule the condition or constraint as the document writes it, or what was concluded
     * @param held whether it held
     * @param because what the request or the account had to say to it; no secret
     */
    public record Step(String policy, String rule, boolean held, String because) {}
}
