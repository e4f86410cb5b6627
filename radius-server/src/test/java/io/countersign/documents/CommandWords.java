package io.countersign.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the calls of Countersign out of what people type in a shell: of Unix, a command prompt or PowerShell. */
public final class CommandWords {
    private static final String ENDS_A_COMMAND = "|;&()<>";
    private static final List<String> NAMES = List.of("countersign", "./countersign", "countersign.cmd");

    private final List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private CommandWords() {}

    /** The words behind each {@code countersign} of a line; an ellipsis that stands alone is left out. */
    public static List<List<String>> calls(String line) {
        var reading = new CommandWords();
        reading.read(line);
        return reading.commands.stream()
                .flatMap(words -> behindTheName(words).stream())
                .toList();
    }

    private static Optional<List<String>> behindTheName(List<String> words) {
        int name = !words.isEmpty() && words.getFirst().equals("sudo") ? 1 : 0;
        if (words.size() <= name || !NAMES.contains(words.get(name))) {
            return Optional.empty();
        }
        return Optional.of(words.subList(name + 1, words.size()).stream()
                .filter(each -> !each.equals("…"))
                .toList());
    }

    private void read(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '#' && !inWord) {
                break;
            } else if (c == '$' && line.startsWith("$(", i)) {
                inWord = true;
                word.append('$');
                i = line.indexOf(')', i);
            } else if (ENDS_A_COMMAND.indexOf(c) >= 0) {
                endWord();
                commands.add(new ArrayList<>());
            } else if (Character.isWhitespace(c)) {
                endWord();
            } else {
                inWord = true;
                word.append(c);
            }
        }
        endWord();
    }

    private void endWord() {
        if (inWord) {
            commands.getLast().add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }
}
