package io.countersign.cli.policy;

import picocli.CommandLine.Command;

/** {@code countersign policy enable}. */
@Command(name = "enable", description = "Let policies take part again in the decision.")
final class PolicyEnable extends PolicySwitch {
    PolicyEnable() {
        super(true);
    }
}
