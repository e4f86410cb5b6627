package io.countersign.radius.dictionary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of an attribute's numbers. A number may have several: the first is shown, all are understood, whatever their case. */
final class ValueNames {
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<Long, List<String>> names = new LinkedHashMap<>();

    /** A name that was another number's until now is this one's alone; one that was this number's keeps its place. */
    void add(String name, long number) {
        Long before = numbers.put(DictionaryReader.lower(name), number);
        if (before != null) {
            if (before == number) {
                return;
            }
            names.getOrDefault(before, List.of())
                    .removeIf(other -> DictionaryReader.lower(other).equals(DictionaryReader.lower(name)));
        }
        names.computeIfAbsent(number, _ -> new ArrayList<>()).add(name);
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
        return names.values().stream()
                .filter(each -> !each.isEmpty())
                .map(List::getFirst)
                .toList();
    }
}
