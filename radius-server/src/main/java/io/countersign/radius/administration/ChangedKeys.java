package io.countersign.radius.administration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says which keys of one thing have other values than before: one short line each, with the old value and the new one. */
final class ChangedKeys {
    /** Longer ones are told by what differs in them. */
    private static final int MOST_CHARACTERS = 70;

    /** What stands before the difference of two long texts. */
    private static final int LEAD = 20;

    private static final int MOST_ITEMS = 5;

    private ChangedKeys() {}

    /** In the order of the keys, those that are gone last. */
    static List<String> between(Map<String, List<String>> before, Map<String, List<String>> after) {
        var lines = new ArrayList<String>();
        Set<String> keys = new LinkedHashSet<>(after.keySet());
        keys.addAll(before.keySet());
        for (var key : keys) {
            var old = before.getOrDefault(key, List.of());
            var next = after.getOrDefault(key, List.of());
            if (!old.equals(next)) {
                lines.add(key + ": " + changed(old, next));
            }
        }
        return lines;
    }

    private static String changed(List<String> before, List<String> after) {
        var old = String.join(", ", before);
        var next = String.join(", ", after);
        if (before.size() > 1 && !after.isEmpty() && isLong(old, next)) {
            return items(before, after);
        }
        int from = isLong(old, next) ? Math.max(0, common(old, next) - LEAD) : 0;
        return part(old, from) + " → " + part(next, from);
    }

    private static boolean isLong(String old, String next) {
        return Math.max(old.length(), next.length()) > MOST_CHARACTERS;
    }

    /** What was added to a list and what was taken from it. */
    private static String items(List<String> before, List<String> after) {
        var added = without(after, before);
        var removed = without(before, after);
        if (added.isEmpty() && removed.isEmpty()) {
            return "the same in another order";
        }
        return Stream.of(
                        added.isEmpty() ? "" : "with " + some(added),
                        removed.isEmpty() ? "" : "without " + some(removed))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static List<String> without(List<String> items, List<String> others) {
        var left = new ArrayList<>(items);
        left.removeAll(Set.copyOf(others));
        return left;
    }

    private static String some(List<String> items) {
        var named = String.join(
                ", ",
                items.stream().limit(MOST_ITEMS).map(item -> part(item, 0)).toList());
        return items.size() <= MOST_ITEMS ? named : named + " and " + (items.size() - MOST_ITEMS) + " more";
    }

    private static int common(String one, String other) {
        int common = 0;
        while (common < Math.min(one.length(), other.length()) && one.charAt(common) == other.charAt(common)) {
            common++;
        }
        return common;
    }

    private static String part(String text, int from) {
        if (text.isEmpty()) {
            return "(not set)";
        }
        int begin = Math.min(from, text.length());
        int end = Math.min(text.length(), begin + MOST_CHARACTERS);
        begin -= begin > 0 && begin < text.length() && Character.isLowSurrogate(text.charAt(begin)) ? 1 : 0;
        end -= end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
        return (begin > 0 ? "…" : "") + text.substring(begin, end) + (end < text.length() ? "…" : "");
    }
}
