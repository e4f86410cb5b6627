package io.countersign.radius.dictionary;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.VendorSpecific;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Attribute names, formats and values. Names are found whatever their case. Immutable. */
public final class Dictionary {
    /** Those that the protocol itself or an authentication method puts into replies. */
    private static final Set<String> RESERVED = Set.of(
            "user-password",
            "chap-password",
            "chap-challenge",
            "state",
            "proxy-state",
            "eap-message",
            "message-authenticator",
            "vendor-specific",
            "ms-chap-response",
            "ms-chap-error",
            "ms-chap-challenge",
            "ms-chap2-response",
            "ms-chap2-success");

    private final Map<String, AttributeType> byName;
    private final Map<String, AttributeType> byOid = new HashMap<>();
    private final Set<String> reserved = new HashSet<>();
    private final Set<String> internal;
    private final Map<String, Integer> vendors;
    private final Map<Integer, VendorLayout> layouts;

    private Dictionary(DictionaryReader files) {
        this.byName = files.types();
        this.vendors = files.vendors();
        this.layouts = files.layouts();
        this.internal = files.internal();
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
     * The dictionary that comes with the product, and what files add to it.
     *
     * @param files in FreeRADIUS's format, read in their order
     * @throws InvalidDictionary if one cannot be read
     */
    public static Dictionary with(List<Path> files) {
        var reader = new DictionaryReader();
        reader.readOwn("dictionary");
        files.forEach(reader::read);
        return new Dictionary(reader);
    }

    /** The attribute of a name. */
    public Optional<AttributeType> find(String name) {
        return Optional.ofNullable(byName.get(DictionaryReader.lower(name)));
    }

    /** Why there is no attribute of this name that a packet could hold, and what to write; empty if there is. */
    public Optional<InvalidValue> unknown(String name) {
        if (find(name).isPresent()) {
            return Optional.empty();
        }
        if (internal.contains(DictionaryReader.lower(name))) {
            return Optional.of(new InvalidValue(
                    name + " is internal to FreeRADIUS and cannot be in a packet",
                    "leave it out, or write the name of another attribute"));
        }
        List<String> near = near(name);
        return Optional.of(new InvalidValue(
                "there is no attribute " + name,
                near.isEmpty() ? "write a name of the dictionary" : "did you mean " + String.join(" or ", near) + "?"));
    }

    /** At most three names that whoever wrote this one may have meant, the nearest first. */
    List<String> near(String name) {
        String wanted = DictionaryReader.lower(name);
        int most = Math.max(2, wanted.length() / 3);
        return byName.entrySet().stream()
                .map(entry -> Map.entry(
                        Nearness.distance(wanted, entry.getKey()),
                        entry.getValue().name()))
                .filter(entry -> entry.getKey() <= most)
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .limit(3)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether there is a vendor of this name. */
    public boolean hasVendor(String name) {
        return vendors.containsKey(DictionaryReader.lower(name));
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
        return isReserved(name)
                ? Optional.of(name + " is needed by the protocol itself and always passes")
                : Optional.empty();
    }

    /** Why a policy may not put this attribute into a reply; empty if it may. */
    public Optional<String> refusalAsReply(String name) {
        if (isReserved(name)) {
            return Optional.of(name + " is set by the protocol itself");
        }
        return find(name)
                .filter(type -> type.encrypted() || canonical(type).encrypted())
                .map(type -> type.name() + " is encrypted for each request and cannot be a fixed text");
    }

    private boolean isReserved(String name) {
        return find(name).map(type -> reserved.contains(type.oid())).orElse(false);
    }

    /** The type that its number has when it is read. */
    private AttributeType canonical(AttributeType type) {
        return byOid.getOrDefault(type.oid(), type);
    }

    /**
     * The attribute with the value that a text stands for, within a Vendor-Specific one if it is a vendor's. Throws {@link InvalidValue}
     * if the name is unknown or the text is no value of it.
     */
    public Attribute encode(String name, String value) {
        unknown(name).ifPresent(unknown -> {
            throw unknown;
        });
        AttributeType type = find(name).orElseThrow();
        if (type.encrypted() || canonical(type).encrypted()) {
            throw new InvalidValue(type.name() + " is encrypted for each request", "leave it out");
        }
        return folded(type, ValueText.encode(type, value));
    }

    /** The attribute that holds a value in its place, however deep. */
    private Attribute folded(AttributeType type, Octets value) {
        AttributePath path = AttributePath.of(type.oid()).orElseThrow();
        Octets inner = value;
        for (int i = path.depth() - 1; i >= path.outsideOfTlvs(); i--) {
            requireFits(type, inner, value);
            inner = VendorLayout.STANDARD.write(path.at(i), inner);
        }
        Octets whole = outsideOfTlvs(path, inner);
        requireFits(type, whole, value);
        return new Attribute(path.at(0), whole);
    }

    private Octets outsideOfTlvs(AttributePath path, Octets inner) {
        if (path.depth() == 1) {
            return inner;
        }
        if (path.at(0) == VendorSpecific.TYPE) {
            return VendorSpecific.vendorId(path.at(1)).and(layout(path.at(1)).write(path.number(2), inner));
        }
        if (!path.isExtended()) {
            return inner;
        }
        Octets extended = path.outsideOfTlvs() > 2 && path.depth() > 2
                ? VendorSpecific.vendorId(path.at(2)).and(octet(path.at(3))).and(inner)
                : inner;
        Octets header = path.isLongExtended() ? octet(path.at(1)).and(octet(0)) : octet(path.at(1));
        return header.and(extended);
    }

    private static void requireFits(AttributeType type, Octets whole, Octets value) {
        int over = whole.length() - Attribute.MAX_VALUE_OCTETS;
        if (over > 0) {
            throw new InvalidValue(
                    "the value of " + type.name() + " has " + value.length() + " octets",
                    "shorten it to " + (value.length() - over));
        }
    }

    private static Octets octet(int number) {
        return Octets.wrap(new byte[] {(byte) number});
    }

    private VendorLayout layout(int vendor) {
        return layouts.getOrDefault(vendor, VendorLayout.STANDARD);
    }

    /**
     * The values of an attribute in a packet, in its order; of an enumerated one first the number, then the name. Empty if the packet has
     * none, if the name is unknown, or if the value is encrypted. A value of a wrong size is left out (RFC 6929 §2.8).
     */
    public List<String> texts(Packet packet, String name) {
        Optional<AttributeType> found = find(name).filter(type -> !type.encrypted());
        if (found.isEmpty()) {
            return List.of();
        }
        AttributeType type = found.get();
        int dot = type.oid().indexOf('.');
        if (dot < 0) {
            List<String> texts = new ArrayList<>();
            for (Attribute attribute : packet.all(Integer.parseInt(type.oid()))) {
                texts.addAll(ValueText.decode(type, attribute.value()));
            }
            return texts;
        }
        if (!packet.has(Integer.parseInt(type.oid().substring(0, dot)))) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Unfolding.Part part : unfold(packet.attributes())) {
            if (part.oid().equals(type.oid())) {
                texts.addAll(ValueText.decode(type, part.value()));
            }
        }
        return texts;
    }

    private List<Unfolding.Part> unfold(List<Attribute> attributes) {
        return Unfolding.of(attributes, this::layout, this::isTlv);
    }

    private boolean isTlv(String oid) {
        AttributeType type = byOid.get(oid);
        return type != null && type.format() == Format.TLV;
    }

    /**
     * An attribute for a person to read: {@code Name = value}, a line for each attribute within. Control characters are escaped, secrets
     * are not shown. What the dictionary does not know, or what does not fit its format, is shown as hex.
     */
    public List<String> describe(Attribute attribute) {
        return unfold(List.of(attribute)).stream().map(this::line).toList();
    }

    private String line(Unfolding.Part part) {
        return Optional.ofNullable(byOid.get(part.oid()))
                .map(known -> known.name() + " = " + shown(known, part.value()))
                .orElseGet(() -> "Attr-" + part.oid() + " = 0x" + part.value().hex());
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
