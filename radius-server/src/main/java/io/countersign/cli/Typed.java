package io.countersign.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * A command line as people type it, brought into the order in which it is read: options that every command has may stand before the
 * command, and {@code help} may stand wherever a command may.
 */
final class Typed {
    private static final List<String> OF_EVERY_COMMAND = List.of("-c", "--config", "--log-level");

    private Typed() {}

    static String[] arranged(CommandLine root, String... arguments) {
        var words = new ArrayList<String>();
        var early = new ArrayList<String>();
        boolean help = false;
        var command = root;
        int next = 0;
        for (; next < arguments.length; next++) {
            var word = arguments[next];
            var inner = command.getSubcommands().get(word);
            if (inner != null) {
                command = inner;
                words.add(word);
            } else if (word.equals("help") && isGroup(command)) {
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
        if (!isGroup(command)) {
            words.addAll(early);
        }
        var rest = List.of(arguments).subList(next, arguments.length);
        words.addAll(rest);
        if (help && rest.isEmpty()) {
            words.add("--help");
        }
        return words.toArray(String[]::new);
    }

    private static boolean isGroup(CommandLine command) {
        return !command.getSubcommands().isEmpty();
    }
}
