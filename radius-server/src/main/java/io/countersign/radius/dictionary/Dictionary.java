package io.countersign.radius.dictionary;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.VendorSpecific;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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

    /** Those that tell of a password without being encrypted. */
    private static final Set<String> SECRET = Set.of(
            "chap-password",
            "arap-password",
            "ms-chap-response",
            "ms-chap2-response",
            "ms-chap2-success",
            "ms-chap-cpw-1",
            "ms-chap-cpw-2",
            "ms-chap2-cpw",
            "ms-chap-lm-enc-pw",
            "ms-chap-nt-enc-pw",
            "ms-old-arap-password",
            "ms-new-arap-password");

    private final Map<String, AttributeType> byName;
    private final Map<Place, AttributeType> byNumber = new HashMap<>();
    private final Map<String, Integer> vendors;

    private Dictionary(DictionaryReader files) {
        this.byName = files.types();
        this.vendors = files.vendors();
        for (AttributeType type : byName.values()) {
            byNumber.put(new Place(type.vendor(), type.number()), type);
        }
    }

    /** The dictionary that comes with the product. Reads it anew: keep it. */
    public static Dictionary standard() {
        var files = new DictionaryReader();
        files.read("dictionary");
        return new Dictionary(files);
    }

    /** The attribute of a name. */
    public Optional<AttributeType> find(String name) {
        return Optional.ofNullable(byName.get(DictionaryReader.lower(name)));
    }

    /** At most three names that whoever wrote this one may have meant, the nearest first. */
    public List<String> near(String name) {
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

    /** How an attribute is hidden; not at all if it is unknown. */
    public Encryption encryption(int vendor, int number) {
        AttributeType type = byNumber.get(new Place(vendor, number));
        return type == null ? Encryption.NONE : type.encryption();
    }

    /** Why a group's rules may not name this attribute; empty if they may. */
    public Optional<String> refusalAsRule(String name) {
        return RESERVED.contains(DictionaryReader.lower(name))
                ? Optional.of(name + " is needed by the protocol itself and always passes")
                : Optional.empty();
    }

    /** Why a policy may not put this attribute into a reply; empty if it may. */
    public Optional<String> refusalAsReply(String name) {
        if (RESERVED.contains(DictionaryReader.lower(name))) {
            return Optional.of(name + " is set by the protocol itself");
        }
        return find(name)
                .filter(AttributeType::encrypted)
                .map(type -> type.name() + " is encrypted for each request and cannot be a fixed text");
    }

    /**
     * The attribute with the value that a text stands for, within a Vendor-Specific one if it is a vendor's. Throws {@link InvalidValue}
     * if the name is unknown or the text is no value of it.
     */
    public Attribute encode(String name, String value) {
        AttributeType type = find(name).orElseThrow(() -> unknown(name));
        if (type.encrypted()) {
            throw new InvalidValue(type.name() + " is encrypted for each request", "leave it out");
        }
        Octets encoded = ValueText.encode(type, value);
        int most = type.vendor() == 0 ? Attribute.MAX_VALUE_OCTETS : Attribute.MAX_VALUE_OCTETS - 6;
        if (encoded.length() > most) {
            throw new InvalidValue(
                    "the value of " + type.name() + " has " + encoded.length() + " octets", "shorten it to " + most);
        }
        var attribute = new Attribute(type.number(), encoded);
        return type.vendor() == 0 ? attribute : new VendorSpecific(type.vendor(), List.of(attribute)).toAttribute();
    }

    private InvalidValue unknown(String name) {
        List<String> near = near(name);
        return new InvalidValue(
                "there is no attribute " + name,
                near.isEmpty()
                        ? "write a name from the dictionary"
                        : "did you mean " + String.join(" or ", near) + "?");
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
        List<String> texts = new ArrayList<>();
        for (Attribute attribute : packet.all(type.vendor() == 0 ? type.number() : VendorSpecific.TYPE)) {
            if (type.vendor() == 0) {
                texts.addAll(ValueText.decode(type, attribute.value()));
            } else {
                VendorSpecific.of(attribute).ifPresent(inner -> addTexts(type, inner, texts));
            }
        }
        return texts;
    }

    private static void addTexts(AttributeType type, VendorSpecific specific, List<String> texts) {
        for (Attribute attribute : specific.attributes()) {
            if (specific.vendor() == type.vendor() && attribute.type() == type.number()) {
                texts.addAll(ValueText.decode(type, attribute.value()));
            }
        }
    }

    /**
     * An attribute for a person to read: {@code Name = value}, a line for each sub-attribute. Control characters are escaped, secrets are
     * not shown. What the dictionary does not know, or what does not fit its format, is shown as hex.
     */
    public List<String> describe(Attribute attribute) {
        Optional<VendorSpecific> specific = VendorSpecific.of(attribute);
        if (specific.isEmpty()) {
            return List.of(line(0, attribute));
        }
        List<String> lines = new ArrayList<>();
        for (Attribute inner : specific.get().attributes()) {
            lines.add(line(specific.get().vendor(), inner));
        }
        return lines;
    }

    private String line(int vendor, Attribute attribute) {
        Optional<AttributeType> type = Optional.ofNullable(byNumber.get(new Place(vendor, attribute.type())));
        String number = vendor == 0 ? "Attr-" + attribute.type() : "Attr-26." + vendor + "." + attribute.type();
        return type.map(known -> known.name() + " = " + shown(known, attribute.value()))
                .orElseGet(() -> number + " = 0x" + attribute.value().hex());
    }

    private static String shown(AttributeType type, Octets value) {
        if (type.encrypted() || SECRET.contains(DictionaryReader.lower(type.name()))) {
            return "(hidden)";
        }
        List<String> texts = ValueText.decode(type, value);
        if (texts.isEmpty()) {
            return "0x" + value.hex();
        }
        return type.format() == Format.STRING ? '"' + Escapes.escape(texts.getFirst()) + '"' : texts.getLast();
    }

    private record Place(int vendor, int number) {}
}
