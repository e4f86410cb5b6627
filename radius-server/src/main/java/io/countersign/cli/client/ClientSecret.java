package io.countersign.cli.client;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.administration.SharedSecretFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code countersign client secret}. */
@Command(
        name = "secret",
        description = {
            "Make a shared secret, for one client or server: 24 random octets as 32 characters, in a file for you alone.",
            "A file that is there is never replaced."
        },
        footer = {
            "",
            "Example:",
            "  countersign client secret vpn-01.secret",
            "and in the policy document: secret: $${file:vpn-01.secret}"
        })
final class ClientSecret implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(paramLabel = "FILE", description = "The file to make.")
    private @Nullable Path named;

    @Override
    public Integer call() {
        var file = node.surroundings().directory().resolve(String.valueOf(named));
        try {
            SharedSecretFile.make(file);
        } catch (FileAlreadyExistsException _) {
            throw CommandRefused.no(file + " is there already, and stays as it is; name another file");
        } catch (NoSuchFileException _) {
            throw CommandRefused.couldNot(file + " cannot be made: its folder is not there");
        } catch (IOException failed) {
            throw CommandRefused.couldNot(file + " cannot be made: " + failed.getMessage());
        }
        node.out().println("Made a shared secret, " + file + ".");
        node.out().println("It is written in a policy document as: secret: ${file:" + file.getFileName() + "}");
        return ExitCode.DONE;
    }
}
