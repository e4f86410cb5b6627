package io.countersign.entra.simulator;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A mapping of the tenant's file. What nobody read is an error in the end. */
final class Block {
    private final Path file;
    private final String place;
    private final Map<String, Object> left = new LinkedHashMap<>();

    Block(Path file, String place, @Nullable Object loaded) {
        this.file = file;
        this.place = place;
        if (!(loaded instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(file + ": " + place + " is no mapping");
        }
        map.forEach((key, value) -> left.put(String.valueOf(key), value));
    }

    Optional<String> text(String key) {
        return take(key).map(String::valueOf);
    }

    Optional<Integer> number(String key) {
        return take(key).map(value -> {
            if (!(value instanceof Integer number)) {
                throw wrong(key, "is no number");
            }
            return number;
        });
    }

    Optional<Boolean> flag(String key) {
        return take(key).map(value -> {
            if (!(value instanceof Boolean flag)) {
                throw wrong(key, "is neither true nor false");
            }
            return flag;
        });
    }

    List<String> texts(String key) {
        return list(key).stream().map(String::valueOf).toList();
    }

    List<Block> blocks(String key) {
        return list(key).stream()
                .map(value -> new Block(file, place + "/" + key, value))
                .toList();
    }

    Map<String, String> map(String key) {
        var texts = new LinkedHashMap<String, String>();
        take(key)
                .ifPresent(value -> new Block(file, place + "/" + key, value)
                        .left.forEach((name, text) -> texts.put(name, String.valueOf(text))));
        return texts;
    }

    void finish() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(file + ": " + place + " has keys that nobody knows: "
                    + String.join(", ", new TreeSet<>(left.keySet())));
        }
    }

    IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(file + ": " + place + "/" + key + " " + what);
    }

    private List<?> list(String key) {
        return take(key)
                .<List<?>>map(value -> {
                    if (!(value instanceof List<?> list)) {
                        throw wrong(key, "is no list");
                    }
                    return list;
                })
                .orElse(List.of());
    }

    private Optional<Object> take(String key) {
        return Optional.ofNullable(left.remove(key));
    }
}
