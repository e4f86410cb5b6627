package io.countersign.radius.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One case of {@code decisions.cases.txt}: the lines that stand before the first case, and its own.
 *
 * @param line where it begins
 * @param words by key; the last of a key holds
 * @param attributes of the request, by dictionary name
 */
record DecisionCase(String name, int line, Map<String, String> words, List<Map.Entry<String, String>> attributes) {
    private static final Set<String> KEYS = Set.of(
            "account",
            "caller-ids",
            "own",
            "machine",
            "audit-name",
            "told",
            "client",
            "user",
            "password",
            "method",
            "signed",
            "phone",
            "code",
            "meanwhile",
            "decision",
            "reason",
            "policy",
            "reply",
            "bypass");

    /** Reads a file of cases; a line that is none fails. */
    static List<DecisionCase> read(String text) {
        var cases = new ArrayList<DecisionCase>();
        var common = new DecisionCase("all", 1, new LinkedHashMap<>(), new ArrayList<>());
        var lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(": ");
            var key = line.substring(0, Math.max(0, colon));
            var value = line.substring(colon + 1).strip();
            if (key.equals("case")) {
                cases.add(new DecisionCase(
                        value, i + 1, new LinkedHashMap<>(common.words), new ArrayList<>(common.attributes)));
                continue;
            }
            var open = cases.isEmpty() ? common : cases.getLast();
            if (KEYS.contains(key)) {
                open.words.put(key, value);
            } else if (!key.isEmpty() && Character.isUpperCase(key.charAt(0))) {
                open.attributes.add(Map.entry(key, value));
            } else {
                throw new AssertionError("line " + (i + 1) + " is no line of a case: " + line);
            }
        }
        return cases;
    }

    /** What a key says; it must be there. */
    String word(String key) {
        return find(key).orElseThrow(() -> new AssertionError("the case says no " + key));
    }

    /** What a key says, if it is there. */
    Optional<String> find(String key) {
        return Optional.ofNullable(words.get(key));
    }
}
