package io.countersign.policy;

import io.countersign.policy.Trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Why policies decided as they did; told only if somebody asks. To tell it takes no longer the more policies there are. For one thread.
 */
public final class Why {
    private final Scan scan;
    private final Evaluation request;
    private final Supplier<List<Step>> furtherSteps;

    /**
     * Made by the engine.
     *
     * @param furtherSteps what came after the conditions of the policy that decided
     */
    Why(Scan scan, Evaluation request, Supplier<List<Step>> furtherSteps) {
        this.scan = scan;
        this.request = request;
        this.furtherSteps = furtherSteps;
    }

    /**
     * The policy that decided in full, and before it at most {@link Scan#MOST_NEAREST} of those that did not apply, each with what failed:
     * those of which the most conditions held, of equals the first. All others are counted. Long texts are cut.
     */
    public Trace trace() {
        List<Step> steps = new ArrayList<>();
        int[] nearest = scan.nearest();
        for (int policy : nearest) {
            steps.addAll(failing(scan.conditions(policy).steps(request)));
        }
        steps.addAll(ofTheDeciding());
        return new Trace(steps.stream().map(Step::shortened).toList(), scan.passed() - nearest.length);
    }

    /** Every policy that was looked at, rule by rule. */
    public Trace wholeTrace() {
        List<Step> steps = new ArrayList<>();
        for (int policy = 0; policy < scan.passed(); policy++) {
            steps.addAll(scan.conditions(policy).steps(request));
        }
        steps.addAll(ofTheDeciding());
        return new Trace(steps);
    }

    private static List<Step> failing(List<Step> steps) {
        return steps.subList(Math.max(0, steps.size() - 1), steps.size());
    }

    private List<Step> ofTheDeciding() {
        if (!scan.ended()) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>(scan.conditions(scan.passed()).steps(request));
        steps.addAll(furtherSteps.get());
        return steps;
    }
}
