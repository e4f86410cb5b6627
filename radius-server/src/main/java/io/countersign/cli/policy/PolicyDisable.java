package io.countersign.cli.policy;

import picocli.CommandLine.Command;

/** {@code countersign policy disable}. */
@Command(name = "disable", description = "Leave policies out of the decision without removing them.")
final class PolicyDisable extends PolicySwitch {
    PolicyDisable() {
        super(false);
    }
}
