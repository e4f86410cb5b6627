package io.countersign.cli.mfa;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign mfa}. */
@Command(name = "mfa", description = "The users' second factors.")
@Holds({MfaEnroll.class, MfaList.class, MfaRevoke.class, MfaUnlock.class})
public final class MfaCommand {}
