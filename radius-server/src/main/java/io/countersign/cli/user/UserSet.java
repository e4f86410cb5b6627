package io.countersign.cli.user;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.LocalAccounts;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign user set}. */
@Command(
        name = "set",
        description = "Change a local user's groups, dial-in permission or state.",
        footer = {
            "",
            "Examples:",
            "  countersign user set alice --add-group 'VPN Users' --remove-group Guests",
            "  countersign user set bob --disable"
        })
final class UserSet implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Parameters(paramLabel = "NAME", description = "The login name.")
    private String name = "";

    @Option(
            names = "--add-group",
            paramLabel = "GROUP",
            description = "May be given several times. One that does not exist is made.")
    private final List<String> added = new ArrayList<>();

    @Option(names = "--remove-group", paramLabel = "GROUP", description = "May be given several times.")
    private final List<String> removed = new ArrayList<>();

    @Option(names = "--dial-in", paramLabel = "PERMISSION", description = "${COMPLETION-CANDIDATES}.")
    private @Nullable DialInWord dialIn;

    @ArgGroup
    private final State state = new State();

    /** One of the two. */
    static final class State {
        @Option(names = "--enable", description = "The user may log in again.")
        private boolean enable;

        @Option(names = "--disable", description = "The user cannot log in.")
        private boolean disable;
    }

    @Override
    public Integer call() {
        if (added.isEmpty() && removed.isEmpty() && dialIn == null && !state.enable && !state.disable) {
            throw CommandRefused.invalid(
                    "nothing to change: give --add-group, --remove-group, --dial-in, --enable or --disable");
        }
        try (var installation = node.open(comment)) {
            var accounts = installation.accounts();
            var user = Accounts.require(accounts, name);
            var groups = groups(user);
            var newGroups = accounts.missing(groups);
            accounts.change(
                    user,
                    dialIn == null ? user.dialIn() : dialIn.dialIn(),
                    state.enable || (user.enabled() && !state.disable),
                    groups);
            Accounts.tellNewGroups(node.out(), accounts, newGroups);
            node.out().println("Changed the local user " + user.name() + ".");
            return ExitCode.DONE;
        }
    }

    private Set<String> groups(LocalUser user) {
        var groups = new TreeSet<>(user.groups());
        for (var group : Accounts.groupNames(removed)) {
            if (!LocalAccounts.contains(groups, group)) {
                throw CommandRefused.no(user.name() + " is not in the group local\\" + group + "; nothing was changed");
            }
            groups.removeIf(held -> LocalAccounts.contains(List.of(held), group));
        }
        for (var group : Accounts.groupNames(added)) {
            if (!LocalAccounts.contains(groups, group)) {
                groups.add(group);
            }
        }
        return groups;
    }
}
