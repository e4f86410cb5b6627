package io.countersign.cli;

import io.countersign.cli.terminal.Holds;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Puts command lines together. A command is made when its name is typed: to make all of them takes longer than most need to do their work. */
final class Commands {
    private Commands() {}

    /** The top with everything below it. */
    static CommandLine all(Countersign top) {
        var line = new CommandLine(top);
        addAll(line);
        return line;
    }

    /** Adds all that a group holds, and all below; nothing to what is no group. */
    static void addAll(CommandLine group) {
        held(group).forEach(type -> addAll(add(group, type)));
    }

    /** Adds the command of this name to the group that holds it. */
    static Optional<CommandLine> add(CommandLine group, String word) {
        return held(group).stream()
                .filter(type -> isNamed(type, word))
                .findFirst()
                .map(type -> add(group, type));
    }

    static boolean isGroup(CommandLine line) {
        return !held(line).isEmpty();
    }

    private static CommandLine add(CommandLine group, Class<?> type) {
        var line = new CommandLine(type);
        group.addSubcommand(type.getAnnotation(Command.class).name(), line);
        return line;
    }

    private static boolean isNamed(Class<?> type, String word) {
        var command = type.getAnnotation(Command.class);
        return command.name().equals(word) || List.of(command.aliases()).contains(word);
    }

    private static List<Class<?>> held(CommandLine line) {
        var holds = line.getCommandSpec().userObject().getClass().getAnnotation(Holds.class);
        return holds == null ? List.of() : List.of(holds.value());
    }
}
