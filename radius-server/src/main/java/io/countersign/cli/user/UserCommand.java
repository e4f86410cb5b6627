package io.countersign.cli.user;

import io.countersign.cli.terminal.Holds;
import picocli.CommandLine.Command;

/** {@code countersign user}. */
@Command(name = "user", description = "Local users.")
@Holds({
    UserAdd.class,
    UserList.class,
    UserShow.class,
    UserSet.class,
    NewPassword.class,
    UserUnlock.class,
    UserRemove.class
})
public final class UserCommand {}
