package io.countersign.radius.dictionary;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads dictionary files in FreeRADIUS's format: {@code ATTRIBUTE}, {@code VALUE}, {@code VENDOR}, {@code BEGIN-VENDOR},
 * {@code END-VENDOR}, {@code BEGIN-TLV}, {@code END-TLV} and {@code $INCLUDE}. A fault is told with file and line by an
 * {@link InvalidDictionary}.
 */
final class DictionaryReader {
    private static final Pattern EVS = Pattern.compile("format=extended-vendor-specific-([1-6])");
    private static final Pattern LAYOUT = Pattern.compile("format=(\\d),(\\d)(,c)?");
    private static final int DEEPEST_INCLUDE = 10;
    private static final int GREATEST_VENDOR = 0xFFFFFF;

    /** Stands before the numbers within an internal attribute: they are internal too. */
    private static final AttributePath WITHIN_INTERNAL = new AttributePath(List.of(256L));

    private final Map<String, AttributeType> types = new LinkedHashMap<>();
    private final Set<String> internal = new HashSet<>();
    private final Map<String, ValueNames> values = new HashMap<>();
    private final Set<String> tlvs = new HashSet<>();
    private final Map<String, Integer> vendors = new HashMap<>();
    private final Map<Integer, VendorLayout> layouts = new HashMap<>();

    /** What has begun and not ended, the innermost last. */
    private final Deque<Scope> scopes = new ArrayDeque<>();

    /** How many of them began in the files that include this one, and cannot end here. */
    private int begunOutside;

    private int includes;

    /**
     * What stands between a beginning and an end.
     *
     * @param kind VENDOR or TLV
     * @param prefix what stands before the numbers within
     * @param at file and line of the beginning
     */
    private record Scope(String kind, String name, AttributePath prefix, String at) {}

    /** The attribute types by name in lower case, in the order of the files. */
    Map<String, AttributeType> types() {
        return types;
    }

    /** The names, in lower case, of the attributes that are never in a packet. */
    Set<String> internal() {
        return internal;
    }

    /** The vendors' numbers by name in lower case. */
    Map<String, Integer> vendors() {
        return vendors;
    }

    /** The layouts of those vendors that have another than the recommended one. */
    Map<Integer, VendorLayout> layouts() {
        return layouts;
    }

    /** Reads a file that stands beside this class. */
    void readOwn(String file) {
        read(new DictionaryFile.Own(file), file);
    }

    /** Reads a file of an administrator. */
    void read(Path file) {
        read(new DictionaryFile.OnDisk(file), file.toString());
    }

    private void read(DictionaryFile file, String at) {
        includes++;
        if (includes > DEEPEST_INCLUDE) {
            throw new InvalidDictionary(at, "files include one another in a circle; remove an $INCLUDE");
        }
        int outside = begunOutside;
        begunOutside = scopes.size();
        try (var lines = new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(words(line), file + ":" + number++, file);
            }
        } catch (IOException e) {
            throw new InvalidDictionary(at, "the file " + file + " cannot be read (" + e.getMessage() + ")");
        }
        open().ifPresent(scope -> {
            throw new InvalidDictionary(
                    scope.at(), "nothing ends this in the file; add END-" + scope.kind() + " " + scope.name());
        });
        begunOutside = outside;
        includes--;
    }

    private static List<String> words(String line) {
        int comment = line.indexOf('#');
        var tokens = new StringTokenizer(comment < 0 ? line : line.substring(0, comment), " \t\n\r\f\uFEFF");
        List<String> words = new ArrayList<>();
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }

    private void read(List<String> words, String at, DictionaryFile file) {
        if (words.isEmpty()) {
            return;
        }
        try {
            switch (words.getFirst().toUpperCase(Locale.ROOT)) {
                case "$INCLUDE" -> read(file.beside(words.get(1)), at);
                case "$INCLUDE-" -> {
                    var other = file.beside(words.get(1));
                    if (other.exists()) {
                        read(other, at);
                    }
                }
                case "VENDOR" -> vendor(words);
                case "BEGIN-VENDOR" -> beginVendor(words, at);
                case "BEGIN-TLV" -> beginTlv(words, at);
                case "END-VENDOR" -> end("VENDOR", words.get(1));
                case "END-TLV" -> end("TLV", words.get(1));
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
        String name = words.get(1);
        int number = Integer.parseInt(words.get(2));
        if (number < 1 || number > GREATEST_VENDOR) {
            throw new IllegalArgumentException("a vendor's number is from 1 to " + GREATEST_VENDOR);
        }
        Integer before = vendors.putIfAbsent(lower(name), number);
        if (before != null && before != number) {
            throw new IllegalArgumentException(
                    "a second vendor " + name + ", which is " + before + " already; choose another name");
        }
        if (words.size() > 3) {
            layOut(number, layout(words.get(3)));
            refuseMore(words, 4);
        }
    }

    private static VendorLayout layout(String format) {
        Matcher numbers = LAYOUT.matcher(lower(format));
        if (!numbers.matches()) {
            throw new IllegalArgumentException(
                    "unknown flag " + format + "; write format=TYPE,LENGTH such as format=1,1, or format=1,1,c");
        }
        return new VendorLayout(
                Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), numbers.group(3) != null);
    }

    /** The numbers of the attributes so far were held against the layout so far. */
    private void layOut(int vendor, VendorLayout layout) {
        String prefix = "26." + vendor + ".";
        boolean isNew = !layout.equals(layout(vendor));
        if (isNew && types.values().stream().anyMatch(type -> type.oid().startsWith(prefix))) {
            throw new IllegalArgumentException(
                    "the vendor has attributes in another format already; leave format= out, or name the vendor before them");
        }
        layouts.put(vendor, layout);
    }

    private VendorLayout layout(int vendor) {
        return layouts.getOrDefault(vendor, VendorLayout.STANDARD);
    }

    private static void refuseMore(List<String> words, int from) {
        if (words.size() > from) {
            throw new IllegalArgumentException("unknown flag " + words.get(from) + "; leave it out");
        }
    }

    private void beginVendor(List<String> words, String at) {
        String name = words.get(1);
        Integer vendor = vendors.get(lower(name));
        if (vendor == null) {
            throw new IllegalArgumentException("unknown vendor " + name + "; name it first with VENDOR");
        }
        if (!scopes.isEmpty()) {
            throw new IllegalArgumentException("BEGIN-VENDOR within "
                    + scopes.getLast().name() + "; write END-"
                    + scopes.getLast().kind() + " "
                    + scopes.getLast().name() + " first");
        }
        refuseMore(words, 3);
        AttributePath outside = words.size() > 2 ? parent(words.get(2)) : path("26");
        scopes.addLast(new Scope("VENDOR", name, outside.with(path(vendor.toString())), at));
    }

    private AttributePath parent(String flag) {
        Matcher extended = EVS.matcher(lower(flag));
        if (extended.matches()) {
            return path("24" + extended.group(1) + ".26");
        }
        if (!lower(flag).startsWith("parent=")) {
            throw new IllegalArgumentException("unknown flag " + flag
                    + "; write format=Extended-Vendor-Specific-1 (to 6), or parent= and the name of such an attribute");
        }
        AttributePath parent = path(known(flag.substring("parent=".length())).oid());
        if (!parent.holdsVendors()) {
            throw new IllegalArgumentException(
                    flag + " holds no vendors' attributes; name one that is 26, or 241.26 to 246.26");
        }
        return parent;
    }

    private void beginTlv(List<String> words, String at) {
        String name = words.get(1);
        refuseMore(words, 2);
        if (isInternal(name)) {
            scopes.addLast(new Scope("TLV", name, WITHIN_INTERNAL, at));
            return;
        }
        AttributeType type = known(name);
        if (type.format() != Format.TLV) {
            throw new IllegalArgumentException(name + " is no tlv; describe it so with ATTRIBUTE first");
        }
        scopes.addLast(new Scope("TLV", name, path(type.oid()), at));
    }

    private Optional<Scope> open() {
        return scopes.size() > begunOutside ? Optional.of(scopes.getLast()) : Optional.empty();
    }

    private void end(String kind, String name) {
        Scope open = open().orElseThrow(
                        () -> new IllegalArgumentException("an end without a beginning in this file; remove the line"));
        if (!open.kind().equals(kind) || !lower(open.name()).equals(lower(name))) {
            throw new IllegalArgumentException(
                    "what began at " + open.at() + " ends with END-" + open.kind() + " " + open.name());
        }
        scopes.removeLast();
    }

    private boolean isInternal(String name) {
        return internal.contains(lower(name)) && !types.containsKey(lower(name));
    }

    private AttributeType known(String name) {
        AttributeType type = types.get(lower(name));
        if (type == null) {
            throw new IllegalArgumentException("unknown attribute " + name + "; name it first with ATTRIBUTE");
        }
        return type;
    }

    private static AttributePath path(String number) {
        return AttributePath.of(number)
                .orElseThrow(() -> new IllegalArgumentException(
                        number + " is no attribute's number; write one such as 25 or 241.1"));
    }

    private void attribute(List<String> words) {
        String name = words.get(1);
        AttributePath within = path(words.get(2));
        Format format = Format.named(words.get(3))
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown format " + words.get(3) + "; write one of " + Format.words()));
        AttributeFlags flags = AttributeFlags.of(words.subList(4, words.size()), vendors);
        AttributePath path = prefix(flags).map(prefix -> prefix.with(within)).orElse(within);
        if (flags.internal() || path.isInternal()) {
            internal.add(lower(name));
            return;
        }
        path.fault(this::layout, tlvs::contains).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        if (flags.tagged() && format != Format.STRING && format != Format.INTEGER) {
            throw new IllegalArgumentException("has_tag goes with string and integer, not with " + words.get(3));
        }
        add(name, path.oid(), format, flags);
    }

    private Optional<AttributePath> prefix(AttributeFlags flags) {
        return flags.vendor()
                .map(vendor -> path("26." + vendor))
                .or(() -> Optional.ofNullable(scopes.peekLast()).map(Scope::prefix));
    }

    private void add(String name, String oid, Format format, AttributeFlags flags) {
        AttributeType before = types.get(lower(name));
        if (before != null && !before.oid().equals(oid)) {
            throw new IllegalArgumentException(
                    "a second " + name + ", which is " + before.oid() + " already; choose another name");
        }
        boolean secret = flags.secret() || (before != null && before.secret());
        types.put(
                lower(name),
                new AttributeType(
                        name,
                        oid,
                        format,
                        flags.tagged(),
                        flags.encryption(),
                        secret,
                        values.computeIfAbsent(oid, _ -> new ValueNames())));
        if (format == Format.TLV) {
            tlvs.add(oid);
        }
    }

    private void value(List<String> words) {
        String name = words.get(1);
        if (isInternal(name)) {
            return;
        }
        AttributeType type = known(name);
        if (type.format() == Format.OCTETS) {
            return; // as FreeRADIUS, whose own files name values of octets
        }
        NumberRange range = NumberRange.of(type.format(), type.tagged())
                .orElseThrow(() -> new IllegalArgumentException(
                        type.name() + " is no number, so its values have no names; remove the line"));
        long number = range.parse(words.get(3))
                .orElseThrow(() -> new IllegalArgumentException(
                        "a number from " + range + " is expected for " + type.name() + ", not " + words.get(3)));
        type.values().add(words.get(2), number);
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
