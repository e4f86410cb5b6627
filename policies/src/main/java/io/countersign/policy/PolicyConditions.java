package io.countersign.policy;

import io.countersign.policy.Trace.Step;
import java.util.ArrayList;
import java.util.List;

/** The conditions of one policy, made ready once for many requests. */
record PolicyConditions(String policy, boolean enabled, List<Rule> rules) {
    PolicyConditions(Policy policy) {
        this(
                policy.name(),
                policy.enabled(),
                policy.conditions().all().stream().map(Rule::new).toList());
    }

    /** Every rule up to the first that does not hold. */
    List<Step> steps(Evaluation request) {
        if (!enabled) {
            return List.of(new Step(policy, "enabled: false", false, "the policy is skipped"));
        }
        List<Step> steps = new ArrayList<>();
        for (Rule rule : rules) {
            steps.add(rule.step(policy, request));
            if (!steps.getLast().held()) {
                return steps;
            }
        }
        return steps;
    }
}
