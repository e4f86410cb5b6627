package io.countersign.cli;

import io.countersign.cli.client.ClientCommand;
import io.countersign.cli.demo.DemoCommand;
import io.countersign.cli.directory.DirectoryCommand;
import io.countersign.cli.entra.EntraCommand;
import io.countersign.cli.logins.Explain;
import io.countersign.cli.logins.Logins;
import io.countersign.cli.mfa.MfaCommand;
import io.countersign.cli.nps.ImportCommand;
import io.countersign.cli.policy.PolicyCommand;
import io.countersign.cli.radius.RadiusCommand;
import io.countersign.cli.servers.ServerGroupCommand;
import io.countersign.cli.terminal.Holds;
import io.countersign.cli.terminal.Surroundings;
import io.countersign.cli.user.GroupCommand;
import io.countersign.cli.user.UserCommand;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The top of the command line. */
@Command(
        name = "countersign",
        description = "A RADIUS server with pluggable second factors.",
        footer = {
            "",
            "Exit codes: 0 done; 1 the answer is no; 2 wrong usage or an invalid document; 3 it could not be done.",
            "`countersign COMMAND --help` tells more of each."
        },
        versionProvider = Version.class)
@Holds({
    Init.class,
    Upgrade.class,
    Check.class,
    Backup.class,
    Restore.class,
    Bundle.class,
    Doctor.class,
    Serve.class,
    Reload.class,
    Status.class,
    PolicyCommand.class,
    ClientCommand.class,
    ServerGroupCommand.class,
    ImportCommand.class,
    UserCommand.class,
    GroupCommand.class,
    DirectoryCommand.class,
    MfaCommand.class,
    AccountingSessions.class,
    Logins.class,
    Explain.class,
    EntraCommand.class,
    RadiusCommand.class,
    Completion.class,
    NamesIn.class,
    DemoCommand.class,
    Version.class
})
final class Countersign implements Surroundings.Holder {
    private final Surroundings surroundings;
    private final CountDownLatch stop = new CountDownLatch(1);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Tell how this command is used.")
    @SuppressWarnings("UnusedVariable") // Picocli reads it
    private boolean help;

    @Option(
            names = {"-V", "-v", "--version"},
            versionHelp = true,
            description = "Tell the version.")
    @SuppressWarnings("UnusedVariable") // Picocli reads it
    private boolean version;

    Countersign(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Lets a server that runs, or that is about to, answer what is in work and come to its end. */
    void stop() {
        stop.countDown();
    }

    /** Waits until it is time to stop. */
    void awaitStop() throws InterruptedException {
        stop.await();
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }
}
