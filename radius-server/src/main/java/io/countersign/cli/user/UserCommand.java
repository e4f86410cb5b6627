package io.countersign.cli.user;

import picocli.CommandLine.Command;

/** {@code countersign user}. */
@Command(
        name = "user",
        description = "Local users.",
        subcommands = {
            UserAdd.class,
            UserList.class,
            UserShow.class,
            UserSet.class,
            NewPassword.class,
            UserUnlock.class,
            UserRemove.class
        })
public final class UserCommand {}
