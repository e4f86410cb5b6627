package io.countersign.cli.user;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.CommentOption;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.Passwords;
import io.countersign.radius.administration.LocalAccounts.NewUser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code countersign user add}. */
@Command(
        name = "add",
        description =
                "Add a local user. The password is asked for on the terminal, or read from standard input or a file.",
        footer = {
            "",
            "Examples:",
            "  countersign user add alice --group 'RDG Users'",
            "  printf '%%s\\n' \"$$PASSWORD\" | countersign user add bob --group 'VPN Users' --dial-in absent"
        })
final class UserAdd implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Mixin
    private final CommentOption comment = new CommentOption();

    @Mixin
    private final Passwords passwords = new Passwords();

    @Mixin
    private final StorageOption store = new StorageOption();

    @Parameters(paramLabel = "NAME", description = "The login name.")
    private String name = "";

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            description = "A local group; may be given several times. One that does not exist is made.")
    private final List<String> groups = new ArrayList<>();

    @Option(
            names = "--dial-in",
            paramLabel = "PERMISSION",
            defaultValue = "absent",
            description = "The account's dial-in permission: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private DialInWord dialIn = DialInWord.absent;

    @Option(names = "--disabled", description = "The user cannot log in until `user set --enable`.")
    private boolean disabled;

    @Override
    public Integer call() {
        try (var installation = node.open(comment)) {
            var accounts = installation.accounts();
            if (accounts.find(name).isPresent()) {
                throw taken();
            }
            var user = new NewUser(name, Accounts.groupNames(groups), dialIn.dialIn(), !disabled);
            var newGroups = accounts.missing(user.groups());
            var password = passwords.read(node.surroundings(), name);
            if (!accounts.add(user, password, store.storage())) {
                throw taken();
            }
            Accounts.tellNewGroups(node.out(), accounts, newGroups);
            node.out().println("Added the local user " + name + ".");
            return ExitCode.DONE;
        }
    }

    private CommandRefused taken() {
        return CommandRefused.no("there is a local user \"" + name + "\" already; countersign user set changes one");
    }
}
