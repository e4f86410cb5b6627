package io.countersign.cli.policy;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.policy.PolicyDocument;
import io.countersign.radius.administration.PolicyAdministration;

/** Finds the revisions that a command names. */
final class Revisions {
    private Revisions() {}

    static PolicyDocument require(PolicyAdministration policies, long number) {
        return policies.revision(number).orElseThrow(() -> unknown(number));
    }

    /** The number of the one before the newest. */
    static long before(PolicyAdministration policies) {
        long number = policies.revision() - 1;
        if (number < 1) {
            throw CommandRefused.no(
                    "there is no revision before the present one; countersign policy history shows all");
        }
        return number;
    }

    static CommandRefused unknown(long number) {
        return CommandRefused.no("there is no revision " + number + "; countersign policy history shows all");
    }
}
