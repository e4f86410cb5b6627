package io.countersign.cli.terminal;

import io.countersign.policy.Nearest;
import java.util.Collection;
import java.util.List;

/** A command that is not done. Each message is one line for the person who typed it and carries no secret. */
public final class CommandRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandRefused(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The answer is no. */
    public static CommandRefused no(String message) {
        return new CommandRefused(ExitCode.NO, message);
    }

    /**
     * There is nothing of this name.
     *
     * @param kind what was looked for
     * @param known the names that there are, of which the nearest is told
     * @param list the command that shows them, told where none is near
     */
    public static CommandRefused unknown(String kind, String name, Collection<String> known, String list) {
        return no("there is no " + kind + " \"" + name + "\""
                + Nearest.to(name, known)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("; " + list + " shows them"));
    }

    /** Wrong usage or an invalid value. */
    public static CommandRefused invalid(String message) {
        return new CommandRefused(ExitCode.INVALID, message);
    }

    /** It could not be done. */
    public static CommandRefused couldNot(String message) {
        return new CommandRefused(ExitCode.COULD_NOT, message);
    }

    /** An address cannot be had, and nothing else is wrong. */
    public static CommandRefused cannotListen(String message) {
        return new CommandRefused(ExitCode.CANNOT_LISTEN, message);
    }

    /** The same with one line more. */
    public CommandRefused with(String line) {
        return new CommandRefused(exitCode, getMessage() + "\n" + line);
    }

    /** What the program tells the shell. */
    public int exitCode() {
        return exitCode;
    }

    /** One line each. */
    public List<String> messages() {
        return String.valueOf(getMessage()).lines().toList();
    }
}
