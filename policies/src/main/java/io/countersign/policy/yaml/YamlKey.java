package io.countersign.policy.yaml;

import io.countersign.policy.AddressRange;
import io.countersign.policy.Words;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A key of a document: which values it takes, what holds without it, and what it is. Readers ask by it, and the reference of all keys
 * is written from it, so that the two cannot differ.
 */
public final class YamlKey<T> {
    private final String name;
    private final String values;
    private final String otherwise;
    private final String sentence;
    private final Function<YamlValue, Optional<T>> reading;

    private YamlKey(
            String name, String values, String otherwise, String sentence, Function<YamlValue, Optional<T>> reading) {
        this.name = name;
        this.values = values;
        this.otherwise = otherwise;
        this.sentence = sentence;
        this.reading = reading;
    }

    /**
     * A key whose values have a form of their own.
     *
     * @param values which there are, as a person reads it
     * @param otherwise what holds without the key, as a person reads it: a value, {@code none} or {@code required}
     */
    public static <T> YamlKey<T> of(
            String name, String values, String otherwise, String sentence, Function<YamlValue, Optional<T>> reading) {
        return new YamlKey<>(name, values, otherwise, sentence, reading);
    }

    /** A key that the reader takes apart itself: a mapping, a list, or one of several forms. */
    public static YamlKey<YamlValue> of(String name, String values, String otherwise, String sentence) {
        return of(name, values, otherwise, sentence, Optional::of);
    }

    /** A text. */
    public static YamlKey<String> text(String name, String values, String otherwise, String sentence) {
        return of(name, values, otherwise, sentence, YamlValue::text);
    }

    /** {@code true} or {@code false}. */
    public static YamlKey<Boolean> flag(String name, String otherwise, String sentence) {
        return of(name, "`true`, `false`", otherwise, sentence, YamlValue::flag);
    }

    /** A whole number, from least to most, both included. */
    public static YamlKey<Integer> number(String name, int least, int most, String otherwise, String sentence) {
        return of(
                name,
                String.format(Locale.ROOT, "%,d to %,d", least, most),
                otherwise,
                sentence,
                value -> value.number(least, most).map(Long::intValue));
    }

    /** A duration, from least to most, both included. */
    public static YamlKey<Duration> duration(
            String name, Duration least, Duration most, String otherwise, String sentence) {
        var values = "`" + YamlValue.written(least) + "` to `" + YamlValue.written(most) + "`";
        return of(name, values, otherwise, sentence, value -> value.duration(least, most));
    }

    /** A word of an enum. */
    public static <E extends Enum<E>> YamlKey<E> word(String name, Class<E> words, String otherwise, String sentence) {
        return of(name, listed(words), otherwise, sentence, value -> value.word(words));
    }

    /** A list of words of an enum. */
    public static <E extends Enum<E>> YamlKey<List<E>> words(
            String name, Class<E> words, String otherwise, String sentence) {
        return of(name, "list of " + listed(words), otherwise, sentence, value -> Optional.of(value.words(words)));
    }

    /** An address or a range. */
    public static YamlKey<AddressRange> addressRange(String name, String otherwise, String sentence) {
        return of(name, "address or range", otherwise, sentence, YamlValue::addressRange);
    }

    /** All words of an enum, each as code. */
    public static <E extends Enum<E>> String listed(Class<E> words) {
        return "`" + Words.all(words).replace(", ", "`, `") + "`";
    }

    /** What stands at this key of a mapping. */
    public Optional<T> in(YamlMapping mapping) {
        return mapping.value(name).flatMap(reading);
    }

    /** The same of one that must be there: a problem if it is not. */
    public Optional<T> requiredIn(YamlMapping mapping) {
        return mapping.required(name).flatMap(reading);
    }

    /** The key itself. */
    public String name() {
        return name;
    }

    /** Which values there are. */
    public String values() {
        return values;
    }

    /** What holds without it. */
    public String otherwise() {
        return otherwise;
    }

    /** What it is, with Markdown for code. */
    public String sentence() {
        return sentence;
    }

    @Override
    public String toString() {
        return name;
    }
}
