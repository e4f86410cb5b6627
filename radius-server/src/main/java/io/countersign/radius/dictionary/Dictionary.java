package io.countersign.radius.dictionary;

import io.countersign.policy.Facts;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.packet.VendorSpecific;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Attribute names, formats and values. Names are found whatever their case. Immutable. */
public final class Dictionary {
    private static final String VENDOR_SPECIFIC = "vendor-specific";
    private static final String VENDOR_SPECIFIC_OID = Integer.toString(VendorSpecific.TYPE);

    private static final String FILTER_RULES_OID = Integer.toString(StandardAttributes.NAS_FILTER_RULE);

    /** Those that the protocol itself or an authentication method puts into replies. */
    private static final Set<String> RESERVED = Set.of(
            "user-password",
            "chap-password",
            "chap-challenge",
            "state",
            "proxy-state",
            "eap-message",
            "message-authenticator",
            VENDOR_SPECIFIC,
            "ms-chap-response",
            "ms-chap-error",
            "ms-chap-challenge",
            "ms-chap2-response",
            "ms-chap2-success");

    /** Stands before the numbers of an attribute that has no name. */
    static final String NUMBERED = "Attr-";

    private static final Pattern TAG = Pattern.compile("(.+):(\\d{1,9})");

    private final Map<String, AttributeType> byName;
    private final Map<String, AttributeType> byOid = new HashMap<>();
    private final Set<String> reserved = new HashSet<>();
    private final Set<String> internal;
    private final Map<String, Integer> vendors;
    private final Map<Integer, VendorLayout> layouts;
    private final Folding folding = new Folding(this::layout);

    private final Optional<String> passedOver;

    private Dictionary(DictionaryReader files) {
        this.byName = files.types();
        this.vendors = files.vendors();
        this.layouts = files.layouts();
        this.internal = files.internal();
        this.passedOver = files.passedOver().summary();
        for (AttributeType type : byName.values()) {
            byOid.merge(type.oid(), type, Dictionary::shown);
        }
        reserved().forEach(type -> reserved.add(type.oid()));
    }

    /** Of two names of one number the one that was first, unless only the other knows that the value may not be shown. */
    private static AttributeType shown(AttributeType first, AttributeType second) {
        return first.hidden() || !second.hidden() ? first : second;
    }

    /** The dictionary that comes with the product. Reads it anew: keep it. */
    public static Dictionary standard() {
        return with(List.of());
    }

    /**
     * The dictionary that comes with the product, and what files add to it. What comes with it holds: files never take a tag, an
     * encryption or a format away.
     *
     * @param files in FreeRADIUS's format, read in their order
     * @throws InvalidDictionary with all faults, if there are any
     */
    public static Dictionary with(List<Path> files) {
        var reader = new DictionaryReader();
        reader.readOwn("dictionary");
        files.forEach(reader::read);
        reader.finish();
        return new Dictionary(reader);
    }

    /** What was passed over in the files because no packet can hold it or because it is known otherwise, in one line for people. */
    public Optional<String> passedOver() {
        return passedOver;
    }

    /**
     * What a name stands for.
     *
     * @param tag 0 if the name has none
     * @param byNumber whether it is a number instead of a name, and values are hex
     */
    private record Named(AttributeType type, int tag, boolean byNumber) {}

    /**
     * The attribute of a name, which may have a tag behind it ({@code Tunnel-Type:1}) if the attribute has one, or be {@code Attr-} and the
     * numbers of one ({@code Attr-200}, {@code Attr-26.64000.1}), known or not.
     */
    public Optional<AttributeType> find(String name) {
        return named(name).map(Named::type);
    }

    private Optional<Named> named(String name) {
        return byName(name)
                .map(type -> new Named(type, 0, false))
                .or(() -> withTag(name))
                .or(() -> byNumber(name));
    }

    private Optional<Named> byNumber(String name) {
        return path(name)
                .filter(path -> fault(path).isEmpty())
                .map(path -> new Named(AttributeType.unnamed(path.oid()), 0, true));
    }

    /** The numbers behind {@code Attr-}. */
    private static Optional<AttributePath> path(String name) {
        return name.regionMatches(true, 0, NUMBERED, 0, NUMBERED.length())
                ? AttributePath.of(name.substring(NUMBERED.length()))
                : Optional.empty();
    }

    private Optional<String> fault(AttributePath path) {
        return path.fault(this::layout, this::isTlv);
    }

    private Optional<AttributeType> byName(String name) {
        return Optional.ofNullable(byName.get(DictionaryReader.lower(name)));
    }

    private Optional<Named> withTag(String name) {
        Matcher parts = TAG.matcher(name);
        return parts.matches()
                ? byName(parts.group(1)).flatMap(type -> tagged(type, parts.group(2)))
                : Optional.empty();
    }

    private static Optional<Named> tagged(AttributeType type, String digits) {
        int tag = Integer.parseInt(digits);
        return type.tagged() && tag >= 1 && tag <= ValueText.GREATEST_TAG
                ? Optional.of(new Named(type, tag, false))
                : Optional.empty();
    }

    /** Why there is no attribute of this name that a packet could hold, and what to write; empty if there is. */
    public Optional<InvalidValue> unknown(String name) {
        if (find(name).isPresent()) {
            return Optional.empty();
        }
        if (internal.contains(DictionaryReader.lower(name))) {
            return Optional.of(new InvalidValue(
                    name + " is internal to a server and cannot be in a packet",
                    "leave it out, or write the name of another attribute"));
        }
        Optional<String> fault = path(name).flatMap(this::fault);
        if (fault.isPresent()) {
            return Optional.of(new InvalidValue(
                    "there is no attribute " + name + ": " + fault.get(),
                    "write one such as Attr-200 or Attr-26.64000.1"));
        }
        Matcher parts = TAG.matcher(name);
        if (parts.matches() && byName(parts.group(1)).isPresent()) {
            return Optional.of(wrongTag(byName(parts.group(1)).get()));
        }
        List<String> near = near(name);
        return Optional.of(new InvalidValue(
                "there is no attribute " + name,
                near.isEmpty() ? "write a name of the dictionary" : "did you mean " + String.join(" or ", near) + "?"));
    }

    private static InvalidValue wrongTag(AttributeType type) {
        return type.tagged()
                ? new InvalidValue(
                        "a tag of " + type.name() + " is from 1 to 31", "write " + type.name() + ":1 or such")
                : new InvalidValue(type.name() + " has no tag", "write " + type.name());
    }

    /** At most three names that whoever wrote this one may have meant, the nearest first; else those that begin like it. */
    List<String> near(String name) {
        String wanted = DictionaryReader.lower(name);
        List<String> whole = near(wanted, Math.max(2, wanted.length() / 3), known -> known);
        return whole.isEmpty()
                ? near(wanted, Math.max(1, wanted.length() / 5), known -> beginning(known, wanted))
                : whole;
    }

    private List<String> near(String wanted, int most, UnaryOperator<String> compared) {
        return byName.entrySet().stream()
                .map(entry -> Map.entry(
                        Nearness.distance(wanted, compared.apply(entry.getKey())),
                        entry.getValue().name()))
                .filter(entry -> entry.getKey() <= most)
                .sorted(Map.Entry.<Integer, String>comparingByKey()
                        .thenComparingInt(entry -> entry.getValue().length()))
                .limit(3)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** As many of a name's parts between hyphens as another one has. */
    private static String beginning(String known, String wanted) {
        long parts = wanted.chars().filter(letter -> letter == '-').count() + 1;
        return Arrays.stream(known.split("-")).limit(parts).collect(Collectors.joining("-"));
    }

    /** Whether there is a vendor of this name. */
    public boolean hasVendor(String name) {
        return vendor(name).isPresent();
    }

    /** The number of the vendor of this name. */
    public Optional<Integer> vendor(String name) {
        return Optional.ofNullable(vendors.get(DictionaryReader.lower(name)));
    }

    /** The name of a vendor's number, in lower case; of several the first of the alphabet. */
    public Optional<String> vendorName(long number) {
        return vendors.entrySet().stream()
                .filter(vendor -> vendor.getValue() == number)
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder());
    }

    /** The attribute of some numbers, from outside to inside, such as {@code 26.9.1}; empty if it has no name. */
    public Optional<AttributeType> ofNumbers(String oid) {
        return Optional.ofNullable(byOid.get(oid));
    }

    /** Whether a vendor, known or not, lays out its attributes as RFC 2865 §5.26 recommends, as far as is known. */
    public boolean hasRecommendedLayout(int vendor) {
        return layout(vendor).equals(VendorLayout.STANDARD);
    }

    /** The attribute that another one is within, the nearest that has a name. */
    public Optional<AttributeType> holder(AttributeType type) {
        String oid = type.oid();
        for (int dot = oid.lastIndexOf('.'); dot > 0; dot = oid.lastIndexOf('.', dot - 1)) {
            AttributeType holder = byOid.get(oid.substring(0, dot));
            if (holder != null) {
                return Optional.of(holder);
            }
        }
        return Optional.empty();
    }

    /** The attributes that the protocol itself or an authentication method needs. */
    public List<AttributeType> reserved() {
        return RESERVED.stream().flatMap(name -> find(name).stream()).toList();
    }

    /** How a standard attribute or, of a vendor that is not 0, a sub-attribute is hidden; not at all if it is unknown. */
    public Encryption encryption(int vendor, int number) {
        AttributeType type = byOid.get(vendor == 0 ? Integer.toString(number) : "26." + vendor + "." + number);
        return type == null ? Encryption.NONE : type.encryption();
    }

    /** Why a group's rules may not name this attribute; empty if they may. */
    public Optional<String> refusalAsRule(String name) {
        if (isReserved(name) && !isVendorSpecific(name)) {
            return Optional.of(name + " is needed by the protocol itself and always passes");
        }
        return named(name)
                .filter(named -> named.tag() > 0)
                .map(named -> name + " has a tag, and " + named.type().name() + " passes with any tag or with none");
    }

    /** Why a policy may not put this attribute into a reply; empty if it may. */
    public Optional<String> refusalAsReply(String name) {
        if (isReserved(name)) {
            return Optional.of(name + " is set by the protocol itself");
        }
        return find(name)
                .filter(this::isEncrypted)
                .map(type -> type.name() + " is encrypted for each request and cannot be a fixed text");
    }

    private boolean isVendorSpecific(String name) {
        return find(name)
                .map(AttributeType::oid)
                .filter(VENDOR_SPECIFIC_OID::equals)
                .isPresent();
    }

    private boolean isReserved(String name) {
        return find(name).map(type -> reserved.contains(type.oid())).orElse(false);
    }

    /** Under this name or another one of its number. */
    private boolean isEncrypted(AttributeType type) {
        return type.encrypted() || byOid.getOrDefault(type.oid(), type).encrypted();
    }

    /**
     * Like {@link #encodeAll}, for one attribute. Throws {@link InvalidValue} also if the value takes more than one.
     */
    public Attribute encode(String name, String value) {
        List<Attribute> attributes = encodeAll(name, value);
        if (attributes.size() > 1) {
            throw new InvalidValue(
                    "the value of " + name + " takes " + attributes.size() + " attributes", "shorten it to one");
        }
        return attributes.getFirst();
    }

    /**
     * The attribute, of a name as for {@link #find}, with the value that a text stands for, within a Vendor-Specific one if it is a
     * vendor's; one attribute, or the fragments of a long extended one (RFC 6929 §2.2), to be sent in this order with nothing between
     * them. Each call makes a container of its own: two attributes within one TLV become two TLVs with one each.
     *
     * @throws InvalidValue if the name is unknown or the text is no value of it
     */
    public List<Attribute> encodeAll(String name, String value) {
        unknown(name).ifPresent(unknown -> {
            throw unknown;
        });
        Named named = named(name).orElseThrow();
        AttributeType type = named.type();
        if (isEncrypted(type)) {
            throw new InvalidValue(type.name() + " is encrypted for each request", "leave it out");
        }
        if (named.byNumber() && !value.startsWith("0x")) {
            throw new InvalidValue("'" + value + "' is not hex", "write the octets of " + name + " in hex after 0x");
        }
        Octets untagged = ValueText.encode(type, value);
        return folding.of(type, named.tag() == 0 ? untagged : ValueText.tagged(type, named.tag(), untagged));
    }

    /** What stands between several values of an attribute that are sent as one text (RFC 4849 §2); empty for every other attribute. */
    public Optional<String> separator(String name) {
        return find(name).filter(Dictionary::isFilterRules).map(_ -> "\0");
    }

    /** Whether an attribute of a name as for {@link #find} is among some, with the tag if the name has one. */
    public boolean isAmong(String name, List<Attribute> attributes) {
        return named(name)
                .filter(named -> unfold(attributes).stream()
                        .anyMatch(part -> part.oid().equals(named.type().oid())
                                && (named.tag() == 0 || named.tag() == ValueText.tag(named.type(), part.value()))))
                .isPresent();
    }

    /** Those attributes in which there is nothing that is in some others too, whatever the values. */
    public List<Attribute> without(List<Attribute> attributes, List<Attribute> others) {
        Set<String> oids = unfold(others).stream().map(Unfolding.Part::oid).collect(Collectors.toSet());
        Set<Integer> leftOut = unfold(attributes).stream()
                .filter(part -> oids.contains(part.oid()))
                .map(Unfolding.Part::index)
                .collect(Collectors.toSet());
        return IntStream.range(0, attributes.size())
                .filter(index -> !leftOut.contains(index))
                .mapToObj(attributes::get)
                .toList();
    }

    private static boolean isFilterRules(AttributeType type) {
        return type.oid().equals(FILTER_RULES_OID);
    }

    private VendorLayout layout(int vendor) {
        return layouts.getOrDefault(vendor, VendorLayout.STANDARD);
    }

    /**
     * The values of an attribute in a packet, in its order; of an enumerated one first the number, then the name. Empty if the packet has
     * none, if the name is unknown, or if the value is encrypted. A value of a wrong size is left out (RFC 6929 §2.8).
     */
    public List<String> texts(Packet packet, String name) {
        return values(packet, name).texts();
    }

    /** Like {@link #texts}, and whether there is a value that cannot be read: encrypted, of a wrong size, or no UTF-8. */
    public Facts.Values values(Packet packet, String name) {
        Optional<Named> found = named(name);
        if (found.isEmpty()) {
            return Facts.Values.NONE;
        }
        AttributeType type = found.get().type();
        if (isEncrypted(type)) {
            return new Facts.Values(List.of(), octets(packet, type).isEmpty());
        }
        List<String> texts = new ArrayList<>();
        boolean readable = true;
        for (Octets value : octets(packet, type)) {
            if (found.get().tag() == 0 || found.get().tag() == ValueText.tag(type, value)) {
                List<String> decoded = ValueText.decode(type, value);
                readable &= ValueText.isReadable(type, decoded);
                texts.addAll(decoded);
            }
        }
        return new Facts.Values(texts, readable);
    }

    private List<Octets> octets(Packet packet, AttributeType type) {
        int dot = type.oid().indexOf('.');
        if (dot < 0 && !isFilterRules(type)) {
            return packet.all(Integer.parseInt(type.oid())).stream()
                    .map(Attribute::value)
                    .toList();
        }
        if (!packet.has(
                Integer.parseInt(type.oid().substring(0, dot < 0 ? type.oid().length() : dot)))) {
            return List.of();
        }
        return unfold(packet.attributes()).stream()
                .filter(part -> part.oid().equals(type.oid()))
                .map(Unfolding.Part::value)
                .toList();
    }

    private List<Unfolding.Part> unfold(List<Attribute> attributes) {
        return Unfolding.of(attributes, this::layout, this::isTlv);
    }

    private boolean isTlv(String oid) {
        AttributeType type = byOid.get(oid);
        return type != null && type.format() == Format.TLV && !type.hidden();
    }

    /**
     * An attribute, or an attribute within one, for a person to read.
     *
     * @param index of the attribute where it begins
     */
    public record Line(int index, String text) {}

    /** Like {@link #describe(List)}, for an attribute alone. */
    public List<String> describe(Attribute attribute) {
        return describe(List.of(attribute)).stream().map(Line::text).toList();
    }

    /**
     * Attributes for a person to read: {@code Name = value}, or {@code Name:1 = value} with a tag, a line for each attribute within, the
     * fragments of a long one joined. Control characters are escaped, secrets are not shown. What the dictionary does not know, or what
     * does not fit its format, is shown as hex.
     *
     * @param attributes of one packet, in its order
     */
    public List<Line> describe(List<Attribute> attributes) {
        return unfold(attributes).stream()
                .map(part -> new Line(part.index(), line(part)))
                .toList();
    }

    private String line(Unfolding.Part part) {
        return Optional.ofNullable(byOid.get(part.oid()))
                .map(known -> known.name() + tag(known, part.value()) + " = " + shown(known, part.value()))
                .orElseGet(() -> NUMBERED + part.oid() + " = 0x" + part.value().hex());
    }

    private static String tag(AttributeType type, Octets value) {
        int tag = ValueText.tag(type, value);
        return tag == 0 ? "" : ":" + tag;
    }

    private static String shown(AttributeType type, Octets value) {
        if (type.hidden()) {
            return "(hidden)";
        }
        List<String> texts = ValueText.decode(type, value);
        if (texts.isEmpty()) {
            return "0x" + value.hex();
        }
        return type.format() == Format.STRING ? '"' + Escapes.escape(texts.getFirst()) + '"' : texts.getLast();
    }
}
