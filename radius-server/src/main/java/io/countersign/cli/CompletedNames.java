package io.countersign.cli;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Where a command line names something of the store, and the shell function that asks for these names there. */
final class CompletedNames {
    /*
     * KIND: COMMAND ARGUMENT, …; an argument is an option, or the number of a positional one.
     */
    private static final String PLACES = """
            policies: policy show 0, policy set 0, policy enable 0, policy disable 0, policy remove 0, policy move 0, policy copy 0
            policies: policy move --before, policy move --after, policy copy --before, policy copy --after
            policies: policy add --before, policy add --after
            clients: client show 0, client set 0, client remove 0
            server_groups: server-group show 0, server-group set 0, server-group remove 0
            clients: policy test --client, sessions --client, logins --client, explain --client, radius watch --client
            removed: client restore 0
            users: user show 0, user set 0, user password 0, user unlock 0, user remove 0
            users: mfa list 0, mfa enroll 0, mfa revoke 0, mfa unlock 0
            users: policy test --user, doctor --user, sessions --user, logins --user, explain --user, radius send --user
            groups: user add --group, user set --add-group, user set --remove-group, group remove 0, policy test --group
            providers: mfa enroll --provider
            """;

    /** A place, by the command's words, and what is named there. */
    record Place(List<String> command, String argument, NamesIn.Kind kind) {}

    private CompletedNames() {}

    static List<Place> places() {
        return PLACES.lines()
                .flatMap(line -> {
                    var kind = NamesIn.Kind.valueOf(line.substring(0, line.indexOf(':')));
                    return Arrays.stream(line.substring(line.indexOf(':') + 2).split(", "))
                            .map(place -> place.split(" "))
                            .map(words -> new Place(
                                    List.of(words).subList(0, words.length - 1), words[words.length - 1], kind));
                })
                .toList();
    }

    /** What is to be printed after Picocli's own completion, whose function it calls where nothing is named. */
    static String bash(CommandLine root) {
        return SCRIPT.replace("@COMMANDS@", String.join("|", commands(root)))
                .replace("@TAKING@", String.join(" ", taking(root)))
                .replace(
                        "@PLACES@",
                        places().stream()
                                .flatMap(place -> patterns(root, place).stream())
                                .collect(Collectors.joining("\n")));
    }

    /** With each of an option's names. */
    private static List<String> patterns(CommandLine root, Place place) {
        var command = String.join(" ", place.command());
        var option = command(root, place).getCommandSpec().findOption(place.argument());
        var names = option == null ? List.of(place.argument()) : List.of(option.names());
        return names.stream()
                .map(name -> "    '" + command + " " + name + "') kind=" + place.kind() + " ;;")
                .toList();
    }

    private static CommandLine command(CommandLine root, Place place) {
        var line = root;
        for (var word : place.command()) {
            line = Objects.requireNonNull(line.getSubcommands().get(word), word);
        }
        return line;
    }

    private static Set<String> commands(CommandLine line) {
        var all = new LinkedHashSet<String>();
        line.getSubcommands().values().forEach(inner -> {
            all.add(inner.getCommandSpec().qualifiedName().replaceFirst("^countersign ", "") + " ");
            all.addAll(commands(inner));
        });
        return all;
    }

    private static Set<String> taking(CommandLine line) {
        var all = new TreeSet<String>();
        line.getCommandSpec().options().stream()
                .filter(option -> option.arity().max() > 0)
                .map(OptionSpec::names)
                .forEach(names -> all.addAll(List.of(names)));
        line.getSubcommands().values().forEach(inner -> all.addAll(taking(inner)));
        return all;
    }

    private static final String SCRIPT = """

            # Names that the store holds, where one is expected; nothing where they cannot be had.
            function _countersign_names() {
              local cur="$1" kind="$2" name quoted
              shift 2
              COMPREPLY=()
              while IFS= read -r name; do
                case "$cur" in
                  [\\"\\']*) [[ "$name" == "${cur:1}"* ]] && COMPREPLY+=("$name") ;;
                  *) printf -v quoted '%q' "$name"; [[ "$quoted" == "$cur"* ]] && COMPREPLY+=("$quoted") ;;
                esac
              done < <(countersign names-in "$kind" "$@" 2>/dev/null </dev/null)
              return 0
            }

            function _countersign_with_names() {
              local cur="${COMP_WORDS[COMP_CWORD]}" commands='|@COMMANDS@|' taking=' @TAKING@ '
              local path='' option='' kind='' positional=0 i word
              local -a config=()
              for ((i = 1; i < COMP_CWORD; i++)); do
                word="${COMP_WORDS[i]}"
                if [[ -n "$option" ]]; then
                  [[ "$word" == '=' ]] && continue
                  [[ "$option" == -c || "$option" == --config ]] && config=(--config "$word")
                  option=''
                elif [[ "$taking" == *" $word "* ]]; then
                  option="$word"
                elif [[ "$word" != -* ]]; then
                  if [[ "$commands" == *"|$path$word |"* ]]; then path="$path$word "; else positional=$((positional + 1)); fi
                fi
              done
              [[ "$cur" == '=' ]] && cur=''
              case "$path${option:-$positional}" in
            @PLACES@
              esac
              if [[ -n "$kind" && ( -n "$option" || "$cur" != -* ) ]]; then
                _countersign_names "$cur" "$kind" "${config[@]}"
              else
                _complete_countersign
              fi
            }

            complete -F _countersign_with_names -o default countersign
            """;
}
