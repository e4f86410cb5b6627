package io.countersign.policy.yaml;

import java.util.List;

/**
 * The keys of one kind of mapping, in the order in which people read of them.
 *
 * @param title what a person calls the mapping
 * @param sentence what it is, with Markdown for code
 */
public record YamlKeys(String title, String sentence, List<YamlKey<?>> keys) {
    /** Copies the list. */
    public YamlKeys {
        keys = List.copyOf(keys);
    }

    /** With these keys. */
    public static YamlKeys of(String title, String sentence, YamlKey<?>... keys) {
        return new YamlKeys(title, sentence, List.of(keys));
    }
}
