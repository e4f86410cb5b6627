package io.countersign.radius.dictionary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * Reads the dictionary files that stand beside this class: {@code ATTRIBUTE}, {@code VALUE}, {@code VENDOR}, {@code BEGIN-VENDOR},
 * {@code END-VENDOR} and {@code $INCLUDE}, in FreeRADIUS's format.
 *
 * <p>They are part of the program, so that a fault in one is our own mistake: {@code IllegalStateException} with file and line.
 */
final class DictionaryReader {
    private final Map<String, AttributeType> types = new LinkedHashMap<>();
    private final Map<String, Map<Long, String>> values = new HashMap<>();
    private final Map<String, Integer> vendors = new HashMap<>();
    private int vendor;

    /** The attribute types by name in lower case, in the order of the files. */
    Map<String, AttributeType> types() {
        return types;
    }

    /** The vendors' numbers by name in lower case. */
    Map<String, Integer> vendors() {
        return vendors;
    }

    void read(String file) {
        var stream = DictionaryReader.class.getResourceAsStream(file);
        if (stream == null) {
            throw new IllegalStateException("the dictionary file " + file + " is missing");
        }
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(words(line), file + ":" + number++);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String line) {
        int comment = line.indexOf('#');
        var tokens = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
        List<String> words = new ArrayList<>();
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }

    private void read(List<String> words, String at) {
        if (words.isEmpty()) {
            return;
        }
        try {
            switch (words.getFirst()) {
                case "$INCLUDE" -> read(words.get(1));
                case "VENDOR" -> vendors.put(lower(words.get(1)), Integer.parseInt(words.get(2)));
                case "BEGIN-VENDOR" -> vendor = vendorNamed(words.get(1));
                case "END-VENDOR" -> vendor = 0;
                case "ATTRIBUTE" -> attribute(words);
                case "VALUE" -> value(words);
                default -> throw new IllegalArgumentException("unknown keyword");
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalStateException(at + ": " + e.getMessage(), e);
        }
    }

    private int vendorNamed(String name) {
        Integer number = vendors.get(lower(name));
        if (number == null) {
            throw new IllegalArgumentException("unknown vendor " + name);
        }
        return number;
    }

    private void attribute(List<String> words) {
        Format format = Format.named(words.get(3))
                .orElseThrow(() -> new IllegalArgumentException("unknown format " + words.get(3)));
        String flags = words.size() > 4 ? words.get(4) : "";
        Map<Long, String> named = new LinkedHashMap<>();
        var type = new AttributeType(
                words.get(1),
                vendor,
                Integer.parseInt(words.get(2)),
                format,
                flags.contains("has_tag"),
                Encryption.of(flags),
                Collections.unmodifiableMap(named));
        if (types.putIfAbsent(lower(type.name()), type) != null) {
            throw new IllegalArgumentException("a second " + type.name());
        }
        values.put(lower(type.name()), named);
    }

    private void value(List<String> words) {
        Map<Long, String> named = values.get(lower(words.get(1)));
        if (named == null) {
            throw new IllegalArgumentException("unknown attribute " + words.get(1));
        }
        named.put(Long.decode(words.get(3)), words.get(2));
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
