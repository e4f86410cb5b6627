package io.countersign.cli.policy;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign policy}. */
@Command(name = "policy", description = "Policies and RADIUS clients, kept as numbered revisions.")
@Holds({
    PolicyList.class,
    PolicyShow.class,
    PolicyAdd.class,
    PolicySet.class,
    PolicyEnable.class,
    PolicyDisable.class,
    PolicyMove.class,
    PolicyCopy.class,
    PolicyRemove.class,
    PolicyEdit.class,
    PolicyApply.class,
    PolicyExport.class,
    PolicyHistory.class,
    PolicyDiff.class,
    PolicyRollback.class,
    PolicyTest.class
})
public final class PolicyCommand {}
