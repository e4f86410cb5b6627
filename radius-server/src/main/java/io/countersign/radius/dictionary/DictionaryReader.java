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
 * {@code END-VENDOR}, {@code BEGIN-TLV}, {@code END-TLV} and {@code $INCLUDE}; and the words that the files of Wireshark, radcli, perl's
 * Authen::Radius and TinyRadius have besides. All faults are told together, with file and line, by an {@link InvalidDictionary}.
 *
 * <p>What the product's own files describe holds: others may add a name, names of values, and that a value is secret; they never take a tag,
 * an encryption or a format away. What no packet can hold is passed over.
 */
final class DictionaryReader {
    private static final Pattern EVS = Pattern.compile("format=extended-vendor-specific-([1-6])");
    private static final Pattern LAYOUT = Pattern.compile("format=(\\d),(\\d)(,c)?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+|0[xX]\\p{XDigit}+");
    private static final int DEEPEST_INCLUDE = 10;
    private static final int GREATEST_VENDOR = 0xFFFFFF;

    /** Stands before the numbers within an internal attribute: they are internal too. */
    private static final AttributePath WITHIN_INTERNAL = new AttributePath(List.of(256L));

    private final Map<String, AttributeType> types = new LinkedHashMap<>();
    private final Set<String> internal = new HashSet<>();
    private final Map<String, AttributeType> firstOfNumber = new HashMap<>();
    private final Set<String> tlvs = new HashSet<>();
    private final Map<String, Integer> vendors = new HashMap<>();
    private final Map<Integer, VendorLayout> layouts = new HashMap<>();

    /** What has begun and not ended, the innermost last. */
    private final Deque<Scope> scopes = new ArrayDeque<>();

    /** How many of them began in the files that include this one, and cannot end here. */
    private int begunOutside;

    private int includes;

    /** The numbers that the product's own files describe. */
    private Set<String> own = Set.of();

    /** Whether the attributes of the file that is read, from here on, are a server's own. */
    private boolean allInternal;

    /** File and line that are read. */
    private String at = "";

    private final List<String> faults = new ArrayList<>();
    private final PassedOver passedOver = new PassedOver();

    /** Names of values whose attribute may be described further down. */
    private final List<Line> later = new ArrayList<>();

    private record Line(List<String> words, String at) {}

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

    /** What was passed over. */
    PassedOver passedOver() {
        return passedOver;
    }

    /** Reads a file that stands beside this class. */
    void readOwn(String file) {
        at = file;
        read(new DictionaryFile.Own(file));
        own = Set.copyOf(firstOfNumber.keySet());
    }

    /** Reads a file of an administrator. */
    void read(Path file) {
        at = file.toString();
        read(new DictionaryFile.OnDisk(file));
    }

    /** Ends the reading. Throws {@link InvalidDictionary} if there were faults. */
    void finish() {
        for (Line line : later) {
            at = line.at();
            attempt(line.words(), () -> value(line.words()));
        }
        if (!faults.isEmpty()) {
            throw new InvalidDictionary(faults);
        }
    }

    private void fault(String where, String what) {
        faults.add(where + ": " + what);
    }

    private void passOver(PassedOver.Kind kind, String name) {
        passOver(kind, name, "");
    }

    private void passOver(PassedOver.Kind kind, String name, String why) {
        passedOver.add(kind, at, name, why);
    }

    private void read(DictionaryFile file) {
        if (includes == DEEPEST_INCLUDE) {
            throw new IllegalArgumentException("files include one another in a circle; remove an $INCLUDE");
        }
        String from = at;
        boolean internalOutside = allInternal;
        includes++;
        int outside = begunOutside;
        begunOutside = scopes.size();
        try (var lines = new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8))) {
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                at = file + ":" + number++;
                List<String> words = words(line);
                attempt(words, () -> read(words, file));
            }
        } catch (IOException e) {
            fault(from, "the file " + file + " cannot be read (" + e.getMessage() + ")");
        }
        while (scopes.size() > begunOutside) {
            Scope open = scopes.removeLast();
            fault(open.at(), "nothing ends this in the file; add END-" + open.kind() + " " + open.name());
        }
        begunOutside = outside;
        includes--;
        allInternal = internalOutside;
        at = from;
    }

    /** Reads a line; what is wrong with it is one fault. */
    private void attempt(List<String> words, Runnable reading) {
        try {
            reading.run();
        } catch (InvalidDictionary hopeless) {
            throw hopeless;
        } catch (NumberFormatException _) {
            fault(at, "a number is expected in: " + String.join(" ", words));
        } catch (IndexOutOfBoundsException _) {
            fault(at, "something is missing in: " + String.join(" ", words));
        } catch (IllegalArgumentException wrong) {
            fault(at, String.valueOf(wrong.getMessage()));
        }
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

    private void read(List<String> words, DictionaryFile file) {
        if (words.isEmpty()) {
            return;
        }
        switch (words.getFirst().toUpperCase(Locale.ROOT)) {
            case "$INCLUDE" -> read(file.beside(words.get(1)));
            case "$INCLUDE-" -> {
                var other = file.beside(words.get(1));
                if (other.exists()) {
                    read(other);
                }
            }
            case "VENDOR" -> vendor(words);
            case "BEGIN-VENDOR" -> beginVendor(words);
            case "BEGIN-TLV" -> beginTlv(words);
            case "END-VENDOR" -> end("VENDOR", words.subList(1, words.size()));
            case "END-TLV" -> end("TLV", words.subList(1, words.size()));
            case "ATTRIBUTE" -> attribute(words, path(words.get(2)));
            case "VENDORATTR" -> attributeOfVendor(words);
            case "VALUE" -> value(new Line(words, at));
            case "FLAGS" -> allInternal = lower(words.get(1)).equals("internal");
            case "PROTOCOL", "BEGIN-PROTOCOL", "END-PROTOCOL", "ATTRIB_NMC" ->
                passOver(PassedOver.Kind.DIALECT, words.getFirst());
            case "ALIAS", "BEGIN", "DEFINE", "END", "ENUM", "MEMBER", "STRUCT" ->
                throw new InvalidDictionary(List.of(at + ": " + words.getFirst()
                        + " is a word of FreeRADIUS 4, whose dictionaries have another format; "
                        + "write the path of one of FreeRADIUS 3, such as Debian's /usr/share/freeradius/dictionary"));
            default ->
                throw new IllegalArgumentException("unknown keyword " + words.getFirst()
                        + "; write ATTRIBUTE, VALUE, VENDOR, BEGIN-VENDOR, END-VENDOR, BEGIN-TLV, END-TLV or $INCLUDE");
        }
    }

    private void vendor(List<String> words) {
        boolean turned = NUMBER.matcher(words.get(1)).matches(); // TinyRadius has the number first
        String name = words.get(turned ? 2 : 1);
        int number = Integer.parseInt(words.get(turned ? 1 : 2));
        if (number < 1 || number > GREATEST_VENDOR) {
            throw new IllegalArgumentException("a vendor's number is from 1 to " + GREATEST_VENDOR);
        }
        Integer before = vendors.putIfAbsent(lower(name), number);
        if (before != null && before != number) {
            throw new IllegalArgumentException(
                    "a second vendor " + name + ", which is " + before + " already; choose another name");
        }
        if (words.size() > 3 && !lower(words.get(3)).equals(lower(name))) { // radcli writes the name again
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
            passOver(PassedOver.Kind.FORMAT_TAKEN, "vendor " + vendor);
            return;
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

    private void beginVendor(List<String> words) {
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

    /** What is within an attribute that is no TLV, or, as in one of Wireshark's files, of which none is named, is passed over. */
    private void beginTlv(List<String> words) {
        String name = words.size() > 1 ? words.get(1) : "";
        refuseMore(words, 2);
        boolean isKnown = !name.isEmpty() && !isInternal(name);
        Optional<AttributeType> tlv = isKnown ? Optional.of(known(name)) : Optional.empty();
        AttributePath within = tlv.filter(type -> type.format() == Format.TLV)
                .map(type -> path(type.oid()))
                .orElse(WITHIN_INTERNAL);
        scopes.addLast(new Scope("TLV", name, within, at));
    }

    private Optional<Scope> open() {
        return scopes.size() > begunOutside ? Optional.of(scopes.getLast()) : Optional.empty();
    }

    private void end(String kind, List<String> named) {
        String name = named.isEmpty() ? "" : named.getFirst();
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

    /** As TinyRadius writes it: {@code VENDORATTR 9 Cisco-AVPair 1 string}. */
    private void attributeOfVendor(List<String> words) {
        List<String> inner = words.subList(1, words.size());
        AttributePath vendor = path("26").with(path(inner.getFirst()));
        attribute(inner, vendor.with(path(inner.get(2))));
    }

    private void attribute(List<String> words, AttributePath within) {
        String name = words.get(1);
        Format format = Format.named(words.get(3))
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown format " + words.get(3) + "; write one of " + Format.words()));
        AttributeFlags flags = AttributeFlags.of(words.subList(4, words.size()), vendors);
        AttributePath path = prefix(flags).map(prefix -> prefix.with(within)).orElse(within);
        if (allInternal || flags.internal() || path.isInternal()) {
            passOver(PassedOver.Kind.INTERNAL, name);
            internal.add(lower(name));
            return;
        }
        Optional<String> fault = path.fault(this::layout, tlvs::contains);
        if (fault.isPresent()) {
            passOver(PassedOver.Kind.NO_PLACE, name, ": " + fault.get());
            internal.add(lower(name));
            return;
        }
        if (flags.tagged() && format != Format.STRING && format != Format.INTEGER) {
            throw new IllegalArgumentException("has_tag goes with string and integer, not with " + words.get(3));
        }
        add(
                name,
                new AttributeType(
                        name,
                        path.oid(),
                        format,
                        flags.tagged(),
                        flags.encryption(),
                        flags.secret(),
                        new ValueNames()));
    }

    private Optional<AttributePath> prefix(AttributeFlags flags) {
        return flags.vendor()
                .map(vendor -> path("26." + vendor))
                .or(() -> Optional.ofNullable(scopes.peekLast()).map(Scope::prefix));
    }

    /** A name that stands for another number already keeps it; of a number that has no other name, the flags are kept nevertheless. */
    private void add(String name, AttributeType described) {
        AttributeType before = types.get(lower(name));
        AttributeType first = firstOfNumber.get(described.oid());
        if (before != null && !before.oid().equals(described.oid())) {
            passOver(PassedOver.Kind.NAME_TAKEN, name, " is " + before.oid() + ", not " + described.oid());
            if (first == null) {
                put(described.named(Dictionary.NUMBERED + described.oid()));
            }
            return;
        }
        if (first == null) {
            put(described);
            return;
        }
        boolean unhides = first.encrypted() && !described.encrypted();
        boolean isKept = unhides || own.contains(described.oid());
        AttributeType known = isKept ? first.encryptedIf(described) : described.withValuesOf(first);
        if (!known.isDescribedLike(described)) {
            passOver(
                    PassedOver.Kind.DESCRIBED_BEFORE,
                    name,
                    " is " + first.description() + ", not " + described.description());
        }
        put(known.named(name).hiddenLike(before == null ? described : before).hiddenLike(described));
    }

    private void put(AttributeType type) {
        types.put(lower(type.name()), type);
        firstOfNumber.putIfAbsent(type.oid(), type);
        if (type.format() == Format.TLV) {
            tlvs.add(type.oid());
        }
    }

    /** Values may stand before their attribute. */
    private void value(Line line) {
        String name = lower(line.words().get(1));
        if (types.containsKey(name) || internal.contains(name)) {
            value(line.words());
        } else {
            later.add(line);
        }
    }

    private void value(List<String> words) {
        String name = words.get(1);
        Optional<AttributeType> type = Optional.ofNullable(types.get(lower(name)));
        Optional<NumberRange> range = type.flatMap(known -> NumberRange.of(known.format(), known.tagged()));
        String number = words.get(Math.max(3, words.size() - 1)); // Wireshark has a name of several words
        if (!NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException("a number is expected for " + name + ", not " + number);
        }
        if (range.isEmpty()) {
            passOver(PassedOver.Kind.VALUE_WITHOUT_ATTRIBUTE, name);
            return;
        }
        String value = String.join("-", words.subList(2, Math.max(3, words.size() - 1)));
        range.get()
                .parse(number)
                .ifPresentOrElse(
                        parsed -> value(type.orElseThrow(), value, parsed),
                        () -> passOver(PassedOver.Kind.NO_PLACE, name, " = " + number + ": from " + range.get()));
    }

    private void value(AttributeType type, String name, long number) {
        if (!type.values().add(name, number)) {
            passOver(
                    PassedOver.Kind.VALUE_TAKEN,
                    type.name(),
                    " " + name + " is " + type.values().number(name).orElseThrow() + ", not " + number);
        }
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
