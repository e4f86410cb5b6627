package io.countersign.radius.dictionary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/**
 * Reads dictionary files in FreeRADIUS's format: {@code ATTRIBUTE}, {@code VALUE}, {@code VENDOR}, {@code BEGIN-VENDOR},
 * {@code END-VENDOR}, {@code BEGIN-TLV}, {@code END-TLV} and {@code $INCLUDE}. A fault is told with file and line by an
 * {@link InvalidDictionary}.
 */
final class DictionaryReader {
    private static final Pattern OID = Pattern.compile("\\d+(\\.\\d+)*");
    private static final int DEEPEST_INCLUDE = 10;

    private final Map<String, AttributeType> types = new LinkedHashMap<>();
    private final Map<String, Map<Long, String>> values = new HashMap<>();
    private final Map<String, Integer> vendors = new HashMap<>();
    private final Map<Integer, VendorLayout> layouts = new HashMap<>();

    /** What stands before the numbers of the attributes that follow, the innermost last. */
    private final Deque<String> prefixes = new ArrayDeque<>();

    private int includes;

    /** The attribute types by name in lower case, in the order of the files. */
    Map<String, AttributeType> types() {
        return types;
    }

    /** The vendors' numbers by name in lower case. */
    Map<String, Integer> vendors() {
        return vendors;
    }

    /** The layouts of those vendors that have another than the recommended one. */
    Map<Integer, VendorLayout> layouts() {
        return layouts;
    }

    /** Finds the file that a line includes, by the name that stands there. */
    private interface Folder {
        InputStream open(String name) throws IOException;
    }

    /** Reads a file that stands beside this class. */
    void readOwn(String file) {
        read(file, file, name -> {
            var stream = DictionaryReader.class.getResourceAsStream(name);
            if (stream == null) {
                throw new IOException("it is missing");
            }
            return stream;
        });
    }

    /** Reads a file of an administrator; what it includes is relative to its folder. */
    void read(Path file) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        read(file.toString(), file.toString(), name -> Files.newInputStream(folder.resolve(name)));
    }

    private void read(String file, String at, Folder folder) {
        includes++;
        if (includes > DEEPEST_INCLUDE) {
            throw new InvalidDictionary(at, "files include one another in a circle; remove an $INCLUDE");
        }
        try (var lines = new BufferedReader(new InputStreamReader(folder.open(file), StandardCharsets.UTF_8))) {
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(words(line), file + ":" + number++, folder);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidDictionary(at, "the file " + file + " cannot be read (" + e.getMessage() + ")");
        }
        includes--;
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

    private void read(List<String> words, String at, Folder folder) {
        if (words.isEmpty()) {
            return;
        }
        try {
            switch (words.getFirst()) {
                case "$INCLUDE", "$INCLUDE-" -> read(words.get(1), at, folder);
                case "VENDOR" -> vendor(words);
                case "BEGIN-VENDOR" -> prefixes.addLast(prefixOfVendor(words));
                case "BEGIN-TLV" -> prefixes.addLast(known(words.get(1)).oid() + ".");
                case "END-VENDOR", "END-TLV" -> end();
                case "ATTRIBUTE" -> attribute(words);
                case "VALUE" -> value(words);
                default ->
                    throw new IllegalArgumentException(
                            "unknown keyword " + words.getFirst()
                                    + "; write ATTRIBUTE, VALUE, VENDOR, BEGIN-VENDOR, END-VENDOR, BEGIN-TLV, END-TLV or $INCLUDE");
            }
        } catch (InvalidDictionary told) {
            throw told;
        } catch (NumberFormatException _) {
            throw new InvalidDictionary(at, "a number is expected in: " + String.join(" ", words));
        } catch (IndexOutOfBoundsException _) {
            throw new InvalidDictionary(at, "something is missing in: " + String.join(" ", words));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidDictionary(at, String.valueOf(wrong.getMessage()));
        }
    }

    private void vendor(List<String> words) {
        int number = Integer.parseInt(words.get(2));
        if (number < 1 || number > 0xFFFFFF) {
            throw new IllegalArgumentException("a vendor's number is from 1 to 16777215");
        }
        vendors.put(lower(words.get(1)), number);
        if (words.size() > 3) {
            layouts.put(number, layout(words.get(3)));
        }
    }

    private static VendorLayout layout(String format) {
        String[] numbers = format.replaceFirst("^format=", "").split(",", -1);
        if (!format.startsWith("format=") || numbers.length < 2) {
            throw new IllegalArgumentException(
                    "unknown flag " + format + "; write format=TYPE,LENGTH such as format=1,1");
        }
        return new VendorLayout(
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                numbers.length > 2 && numbers[2].equals("c"));
    }

    private String prefixOfVendor(List<String> words) {
        Integer vendor = vendors.get(lower(words.get(1)));
        if (vendor == null) {
            throw new IllegalArgumentException("unknown vendor " + words.get(1) + "; name it first with VENDOR");
        }
        String parent = words.size() > 2 && words.get(2).startsWith("parent=")
                ? known(words.get(2).substring("parent=".length())).oid()
                : "26";
        return parent + "." + vendor + ".";
    }

    private void end() {
        if (prefixes.pollLast() == null) {
            throw new IllegalArgumentException("an end without a beginning; remove the line");
        }
    }

    private AttributeType known(String name) {
        AttributeType type = types.get(lower(name));
        if (type == null) {
            throw new IllegalArgumentException("unknown attribute " + name + "; name it first with ATTRIBUTE");
        }
        return type;
    }

    private void attribute(List<String> words) {
        String number = words.get(2).startsWith("0x") ? Integer.toString(Integer.decode(words.get(2))) : words.get(2);
        if (!OID.matcher(number).matches()) {
            throw new IllegalArgumentException(number + " is no attribute's number; write one such as 25 or 241.1");
        }
        Format format = Format.named(words.get(3))
                .orElseThrow(() -> new IllegalArgumentException("unknown format " + words.get(3)));
        String flags = words.size() > 4 ? words.get(4) : "";
        Integer vendor = vendors.get(lower(flags));
        String prefix =
                vendor == null ? Optional.ofNullable(prefixes.peekLast()).orElse("") : "26." + vendor + ".";
        Map<Long, String> named = new LinkedHashMap<>();
        var type = new AttributeType(
                words.get(1),
                prefix + number,
                format,
                flags.contains("has_tag"),
                Encryption.of(flags),
                Collections.unmodifiableMap(named));
        AttributeType before = types.put(lower(type.name()), type);
        if (before != null && !before.oid().equals(type.oid())) {
            throw new IllegalArgumentException(
                    "a second " + type.name() + ", which is " + before.oid() + " already; choose another name");
        }
        values.put(lower(type.name()), named);
    }

    private void value(List<String> words) {
        Map<Long, String> named = values.get(lower(words.get(1)));
        if (named == null) {
            throw new IllegalArgumentException("unknown attribute " + words.get(1) + "; name it first with ATTRIBUTE");
        }
        named.put(Long.decode(words.get(3)), words.get(2));
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
