package io.countersign.radius.dictionary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names of an attribute's numbers. A number may have several: the first is shown, all are understood, whatever their case. */
final class ValueNames {
    private static final Pattern DIGITS = Pattern.compile("\\d{2,18}");
    private static final Pattern NO_DIGIT = Pattern.compile("\\D+");

    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<Long, List<String>> names = new LinkedHashMap<>();

    /** Answers whether the name is this number's now: one that is another's stays that. */
    boolean add(String name, long number) {
        Long before = numbers.putIfAbsent(DictionaryReader.lower(name), number);
        if (before != null) {
            return before == number;
        }
        names.computeIfAbsent(number, _ -> new ArrayList<>()).add(name);
        return true;
    }

    /** The name that whoever wrote these digits may have meant: one with this number in it ({@code IEEE-802}), if none has it as its value. */
    Optional<String> meantBy(String digits) {
        if (!DIGITS.matcher(digits).matches() || names.containsKey(Long.valueOf(digits))) {
            return Optional.empty();
        }
        return names.values().stream()
                .flatMap(List::stream)
                .filter(name -> NO_DIGIT.splitAsStream(name).anyMatch(digits::equals))
                .findFirst();
    }

    Optional<Long> number(String name) {
        return Optional.ofNullable(numbers.get(DictionaryReader.lower(name)));
    }

    /** The names of a number, the one that is shown first; empty if it has none. */
    List<String> of(long number) {
        return names.getOrDefault(number, List.of());
    }

    /** The name that is shown of each number. */
    List<String> shown() {
        return names.values().stream().map(List::getFirst).toList();
    }
}
