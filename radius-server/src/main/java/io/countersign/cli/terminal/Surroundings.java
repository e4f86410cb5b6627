package io.countersign.cli.terminal;

import io.countersign.radius.administration.Environment;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a command knows of the process it runs in; tests bring their own.
 *
 * @param directory relative paths on the command line start here
 * @param account the login name of who runs the command, for the history of policies
 * @param input standard input
 * @param hiddenPrompt asks on the terminal without showing what is typed; absent where there is no terminal
 */
public record Surroundings(
        Path directory,
        Environment environment,
        String account,
        BufferedReader input,
        Optional<UnaryOperator<String>> hiddenPrompt) {
    /** The top command, which knows them. */
    public interface Holder {
        /** What is known of the process. */
        Surroundings surroundings();
    }
}
