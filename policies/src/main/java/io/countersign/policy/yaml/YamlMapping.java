package io.countersign.policy.yaml;

import static java.util.stream.Collectors.joining;

import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.Nearest;
import io.countersign.policy.Problems;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The keys and values of a mapping. Every answer that is not there or not of the asked type is empty; a wrong type is also a problem.
 *
 * <p>Asking for a key makes it known. When all has been asked, {@link #finish} reports the keys that nobody asked for. The
 * {@code required…} methods answer a placeholder where they report a problem: nothing that was read is to be used if there is any.
 */
public final class YamlMapping {
    /** A key with its place, and its value. */
    record Entry(Location at, YamlValue value) {}

    private final Location at;
    private final SequencedMap<String, Entry> entries;
    private final Problems problems;
    private final SequencedSet<String> known = new LinkedHashSet<>();

    YamlMapping(Location at, SequencedMap<String, Entry> entries, Problems problems) {
        this.at = at;
        this.entries = entries;
        this.problems = problems;
    }

    /** A mapping without keys that stands nowhere, for one that was left out. */
    public static YamlMapping none() {
        return new YamlMapping(new Location("", 1, 1), new LinkedHashMap<>(), new Problems());
    }

    /** Where the mapping begins. */
    public Location at() {
        return at;
    }

    /** Where the key stands; the mapping's own place if it has no such key. Does not make the key known. */
    public Location at(String key) {
        Entry entry = entries.get(key);
        return entry == null ? at : entry.at();
    }

    /** Adds a problem with the key. */
    public void problem(String key, String what, String fix) {
        problems.add(at(key), what, fix);
    }

    /** All keys in the order of the document, for mappings whose keys are names; makes them known. */
    public Set<String> keys() {
        known.addAll(entries.sequencedKeySet());
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** All keys in the order of the document, without making them known. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Whether the key is there, with whatever value. */
    public boolean has(String key) {
        known.add(key);
        return entries.containsKey(key);
    }

    /** The value of a key, of any type. */
    public Optional<YamlValue> value(String key) {
        known.add(key);
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** A text with its place. */
    public Optional<Located<String>> locatedText(String key) {
        return value(key).flatMap(YamlValue::locatedText);
    }

    /** A text that must be there and not empty; the empty text if it is not. */
    public String requiredText(String key) {
        Optional<String> text = required(key).flatMap(YamlValue::text);
        if (text.isPresent() && text.get().isBlank()) {
            problem(key, "\"" + key + "\" is empty", "write a value");
        }
        return text.orElse("");
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> flag(String key) {
        return value(key).flatMap(YamlValue::flag);
    }

    /** A whole number, from least to most, both included. */
    public Optional<Long> number(String key, long least, long most) {
        return value(key).flatMap(value -> value.number(least, most));
    }

    /** A duration such as {@code 500ms}, {@code 5s}, {@code 30m}, {@code 12h} or {@code 1d}, from least to most, both included. */
    public Optional<Duration> duration(String key, Duration least, Duration most) {
        return value(key).flatMap(value -> value.duration(least, most));
    }

    /** A list of texts with their places; a single one may stand without brackets. */
    public Optional<List<Located<String>>> locatedTexts(String key) {
        return value(key).map(YamlValue::locatedTexts);
    }

    /** A mapping. */
    public Optional<YamlMapping> mapping(String key) {
        return value(key).flatMap(YamlValue::mapping);
    }

    /** A mapping that must be there; an empty one if it is not. */
    public YamlMapping requiredMapping(String key) {
        return required(key).flatMap(YamlValue::mapping).orElseGet(() -> empty(key));
    }

    /** A list of mappings; the items that are something else are problems and left out. */
    public Optional<List<YamlMapping>> mappings(String key) {
        return value(key).map(YamlValue::mappings);
    }

    /** A value that must be there. */
    public Optional<YamlValue> required(String key) {
        if (!has(key)) {
            problems.add(at, "\"" + key + "\" is missing", "add the line \"" + key + ": …\" here");
        }
        return value(key);
    }

    /** Reports the keys that nobody asked for, each with the nearest known one. */
    public void finish() {
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                problems.add(entry.getValue().at(), "unknown key \"" + entry.getKey() + "\"", fix(entry.getKey()));
            }
        }
    }

    /** The same where not all has been asked: only those that look like a known key which is not there. */
    public void finishMisspelt() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                nearest(key)
                        .ifPresent(near -> problems.add(
                                entry.at(), "unknown key \"" + key + "\"", "did you mean \"" + near + "\"?"));
            }
        });
    }

    private YamlMapping empty(String key) {
        return new YamlMapping(at(key), new LinkedHashMap<>(), new Problems());
    }

    private String fix(String unknown) {
        String all = known.stream().sorted().collect(joining(", "));
        return nearest(unknown)
                .map(key -> "did you mean \"" + key + "\"? Known here: " + all)
                .orElse("known here: " + all);
    }

    /** The known key that is not there and that may be meant. */
    private Optional<String> nearest(String unknown) {
        return Nearest.to(
                unknown, known.stream().filter(key -> !entries.containsKey(key)).toList());
    }
}
