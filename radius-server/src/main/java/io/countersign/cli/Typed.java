package io.countersign.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command line as people type it, brought into the order in which it is read: options that every command has may stand before the
 * command, and {@code help} may stand wherever a command may.
 */
final class Typed {
    private static final List<String> OF_EVERY_COMMAND = List.of("-c", "--config", "--log-level");

    private Typed() {}

    /** Adds to the top the commands that the line names, and, where it names none of a group's, all of these. */
    static String[] arranged(CommandLine root, String... arguments) {
        var words = new ArrayList<String>();
        var early = new ArrayList<String>();
        boolean help = false;
        var command = root;
        int next = 0;
        for (; next < arguments.length; next++) {
            var word = arguments[next];
            var inner = Commands.add(command, word);
            if (inner.isPresent()) {
                command = inner.get();
                words.add(word);
            } else if (word.equals("help") && Commands.isGroup(command)) {
                help = true;
            } else if (OF_EVERY_COMMAND.contains(word)) {
                early.add(word);
                if (next + 1 < arguments.length) {
                    early.add(arguments[++next]);
                }
            } else if (OF_EVERY_COMMAND.stream().anyMatch(option -> word.startsWith(option + "="))) {
                early.add(word);
            } else {
                break;
            }
        }
        if (!Commands.isGroup(command)) {
            words.addAll(early);
        }
        var rest = List.of(arguments).subList(next, arguments.length);
        if (!asksForVersion(command, rest)) {
            Commands.addAll(command);
        }
        words.addAll(rest);
        if (help && rest.isEmpty()) {
            words.add("--help");
        }
        return words.toArray(String[]::new);
    }

    private static boolean asksForVersion(CommandLine command, List<String> rest) {
        return rest.size() == 1
                && Optional.ofNullable(command.getCommandSpec().findOption(rest.getFirst()))
                        .filter(OptionSpec::versionHelp)
                        .isPresent();
    }
}
