package io.countersign.policy;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The words of enums as documents write them: {@code MS_CHAP_V2} is {@code ms-chap-v2}. */
public final class Words {
    private Words() {}

    private static final Map<Enum<?>, String> WORDS = new ConcurrentHashMap<>();

    /** The word for a constant. */
    public static String of(Enum<?> constant) {
        return WORDS.computeIfAbsent(
                constant, unknown -> unknown.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The constant for a word; lower case only. */
    public static <E extends Enum<E>> Optional<E> find(Class<E> words, String word) {
        return Arrays.stream(words.getEnumConstants())
                .filter(constant -> of(constant).equals(word))
                .findFirst();
    }

    /** The constant for a word as people type it on a command line: {@code MS-CHAPv2} and {@code mschapv2} are {@code ms-chap-v2}. */
    public static <E extends Enum<E>> Optional<E> typed(Class<E> words, String word) {
        String plain = plain(word);
        return Arrays.stream(words.getEnumConstants())
                .filter(constant -> plain(of(constant)).equals(plain))
                .findFirst();
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** All words of an enum, as a person reads them in a message. */
    public static <E extends Enum<E>> String all(Class<E> words) {
        return Arrays.stream(words.getEnumConstants()).map(Words::of).collect(joining(", "));
    }
}
