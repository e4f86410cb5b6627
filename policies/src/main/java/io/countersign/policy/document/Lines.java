package io.countersign.policy.document;

import java.util.List;
import java.util.function.Consumer;

/** Where {@link PolicyWriter} writes keys and values. */
interface Lines {
    /** A value that needs no quotes. */
    void plain(String key, String value);

    /** A text. */
    void text(String key, String value);

    /** A list of texts. */
    void texts(String key, List<String> values);

    /** A mapping, whose lines are written by what is given. */
    void mapping(String key, Runnable content);

    /** A list of mappings. */
    <T> void list(String key, List<T> items, Consumer<T> content);
}
