package io.countersign.cli.mfa;

import picocli.CommandLine.Command;

/** {@code countersign mfa}. */
@Command(
        name = "mfa",
        description = "The users' second factors.",
        subcommands = {MfaEnroll.class, MfaList.class, MfaRevoke.class, MfaUnlock.class})
public final class MfaCommand {}
