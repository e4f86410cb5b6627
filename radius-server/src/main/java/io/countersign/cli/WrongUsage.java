package io.countersign.cli;

import io.countersign.cli.terminal.Complaints;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.policy.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says of a command line that cannot be understood what is wrong and what to type instead. What takes something away is never suggested for
 * a word that is merely like it. A command that only holds others shows them.
 */
final class WrongUsage implements IParameterExceptionHandler {
    private static final Set<String> TAKING_AWAY =
            Set.of("remove", "revoke", "rollback", "--force", "--yes", "--seal-anew", "--disable", "--remove-group");
    private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(int.class, long.class, Integer.class, Long.class);

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var line = wrong.getCommandLine();
        if (isAloneAndHoldsOthers(wrong)) {
            line.usage(line.getOut());
            return ExitCode.INVALID;
        }
        Complaints.tell(line.getErr(), said(wrong));
        line.getErr().println("Try: " + name(line) + " --help");
        return ExitCode.INVALID;
    }

    /** Picocli has no type of its own for this. */
    private static boolean isAloneAndHoldsOthers(ParameterException wrong) {
        return wrong.getClass() == ParameterException.class
                && wrong.getArgSpec() == null
                && !wrong.getCommandLine().getSubcommands().isEmpty();
    }

    private static List<String> said(ParameterException wrong) {
        var line = wrong.getCommandLine();
        return switch (wrong) {
            case UnmatchedArgumentException unmatched -> List.of(unmatched(line, unmatched.getUnmatched()));
            case MissingParameterException missing ->
                missing.getMissing().stream()
                        .filter(WrongUsage::standsForItsGroup)
                        .map(WrongUsage::missing)
                        .toList();
            default -> List.of(value(wrong));
        };
    }

    private static String unmatched(CommandLine line, List<String> words) {
        var word = words.getFirst();
        if (word.startsWith("-") && word.length() > 1) {
            return noOption(line, word);
        }
        return line.getSubcommands().isEmpty() ? tooMany(line, word) : noCommand(line, word);
    }

    private static String noOption(CommandLine line, String word) {
        var option = word.replaceFirst("=.*", "");
        var known = line.getCommandSpec().options().stream()
                .filter(each -> !each.hidden())
                .map(OptionSpec::longestName)
                .toList();
        return name(line) + " has no option " + option
                + Nearest.to(option, safe(known))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; it has: " + listed(known));
    }

    private static String noCommand(CommandLine line, String word) {
        var known = line.getSubcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(each -> each.getValue().getCommandName())
                .collect(Collectors.toCollection(TreeSet::new));
        var commands = name(line).replaceFirst("^countersign ?", "");
        return "there is no command \"" + name(line) + " " + word + "\"; "
                + Meant.by(commands, word.toLowerCase(Locale.ROOT))
                        .or(() -> Nearest.to(word, safe(known)).map(near -> "did you mean: " + name(line) + " " + near))
                        .orElse("there are: " + listed(known));
    }

    private static String tooMany(CommandLine line, String word) {
        return line.getCommandSpec().positionalParameters().isEmpty()
                ? name(line) + " takes options alone, not \"" + word + "\""
                : "\"" + word + "\" is one word too many; a name with blanks in it stands in quotes: \"first second\"";
    }

    /** Of several of which one must be there, the first is told. */
    private static boolean standsForItsGroup(ArgSpec missing) {
        return missing.group() == null
                || missing.group().args().iterator().next().equals(missing);
    }

    private static String missing(ArgSpec missing) {
        return label(missing) + " is missing: "
                + Arrays.stream(missing.description()).findFirst().orElse("").replace("$$", "$");
    }

    private static String value(ParameterException wrong) {
        var argument = Optional.ofNullable(wrong.getArgSpec());
        var value = Optional.ofNullable(wrong.getValue());
        if (argument.isEmpty() || value.isEmpty()) {
            return message(wrong);
        }
        var type = argument.get().typeInfo().isCollection()
                ? argument.get().typeInfo().getAuxiliaryTypes()[0]
                : argument.get().typeInfo().getType();
        var name = argument.get() instanceof OptionSpec option
                ? option.longestName()
                : argument.get().paramLabel();
        if (type.isEnum() && argument.get().converters().length == 0) {
            return name + " is one of "
                    + listed(Stream.of(type.getEnumConstants())
                            .map(Object::toString)
                            .toList()) + ", not \"" + value.get() + "\"";
        }
        if (WHOLE_NUMBERS.contains(type)) {
            return name + " is a whole number, not \"" + value.get() + "\"";
        }
        return message(wrong);
    }

    private static String message(ParameterException wrong) {
        return String.valueOf(wrong.getMessage())
                .lines()
                .findFirst()
                .orElse("wrong usage")
                .replaceFirst("^Error: ", "");
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + " " + option.paramLabel()
                : argument.paramLabel();
    }

    private static List<String> safe(Collection<String> names) {
        return names.stream().filter(name -> !TAKING_AWAY.contains(name)).toList();
    }

    private static String listed(Collection<String> names) {
        return String.join(", ", names);
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
    }
}
