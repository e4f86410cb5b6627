package io.countersign.policy;

import io.countersign.policy.Rule.Held;
import java.util.Arrays;
import java.util.List;

/**
 * One way through policies up to the first whose conditions hold or cannot be evaluated. Remembers on the way which others came nearest,
 * so that nobody need go it again to tell why.
 */
final class Scan {
    /** How many of the policies that did not apply are remembered. */
    static final int MOST_NEAREST = 10;

    private final List<PolicyConditions> policies;

    /** The number of conditions that held, above the place of the policy counted from the last: the greater the nearer. */
    private final long[] nearest = new long[MOST_NEAREST];

    private int remembered;
    private int leastNear;
    private int passed;
    private Held held = Held.NO;

    private Scan(List<PolicyConditions> policies) {
        this.policies = policies;
    }

    static Scan of(List<PolicyConditions> policies, Evaluation request) {
        Scan scan = new Scan(policies);
        scan.run(request);
        return scan;
    }

    private void run(Evaluation request) {
        while (passed < policies.size()) {
            PolicyConditions policy = policies.get(passed);
            if (policy.enabled() && ends(policy, request)) {
                return;
            }
            passed++;
        }
    }

    /** All conditions must hold; none at all never does. */
    private boolean ends(PolicyConditions policy, Evaluation request) {
        List<Rule> rules = policy.rules();
        int before = 0;
        held = Held.NO;
        while (before < rules.size()) {
            held = rules.get(before).evaluate(request);
            if (held != Held.YES) {
                break;
            }
            before++;
        }
        if (held == Held.NO) {
            remember(before);
        }
        return held != Held.NO;
    }

    private void remember(int conditionsHeld) {
        long nearness = ((long) conditionsHeld << Integer.SIZE) + (Integer.MAX_VALUE - passed);
        if (remembered < MOST_NEAREST) {
            nearest[remembered] = nearness;
            remembered++;
        } else if (nearness > nearest[leastNear]) {
            nearest[leastNear] = nearness;
        } else {
            return;
        }
        leastNear = 0;
        for (int i = 1; i < remembered; i++) {
            leastNear = nearest[i] < nearest[leastNear] ? i : leastNear;
        }
    }

    /** Whether the conditions of the policy at {@link #passed} hold; {@code NO} if there is none. */
    Held held() {
        return held;
    }

    /** Whether a policy ended it. */
    boolean ended() {
        return held != Held.NO;
    }

    /** How many policies did not apply: the place of the one that ended it. */
    int passed() {
        return passed;
    }

    /** The places of those that came nearest, in order. */
    int[] nearest() {
        return Arrays.stream(nearest, 0, remembered)
                .mapToInt(nearness -> Integer.MAX_VALUE - (int) nearness)
                .sorted()
                .toArray();
    }

    PolicyConditions conditions(int place) {
        return policies.get(place);
    }
}
