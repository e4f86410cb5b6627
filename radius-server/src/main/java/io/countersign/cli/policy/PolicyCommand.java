package io.countersign.cli.policy;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign policy}. */
@Command(name = "policy", description = "Policies and RADIUS clients, kept as numbered revisions.")
@Holds({
    PolicyApply.class,
    PolicyExport.class,
    PolicyList.class,
    PolicyShow.class,
    PolicyHistory.class,
    PolicyDiff.class,
    PolicyRollback.class,
    PolicyTest.class
})
public final class PolicyCommand {}
