package io.countersign.radius.dictionary;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.VendorSpecific;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Attribute names, formats and values. Names are found whatever their case. Immutable. */
public final class Dictionary {
    private static final String VENDOR_SPECIFIC = "vendor-specific";

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

    private static final int VENDOR_OCTETS = 4;

    private final Map<String, AttributeType> byName;
    private final Map<String, AttributeType> byOid = new HashMap<>();
    private final Map<String, Integer> vendors;
    private final Map<Integer, VendorLayout> layouts;

    private Dictionary(DictionaryReader files) {
        this.byName = files.types();
        this.vendors = files.vendors();
        this.layouts = files.layouts();
        for (AttributeType type : byName.values()) {
            byOid.put(type.oid(), type);
        }
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
        String lower = DictionaryReader.lower(name);
        return RESERVED.contains(lower) && !lower.equals(VENDOR_SPECIFIC)
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
        return folded(type, ValueText.encode(type, value));
    }

    /** The attribute that holds a value in its place, however deep. */
    private Attribute folded(AttributeType type, Octets value) {
        int[] path = Arrays.stream(type.oid().split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        Octets inner = value;
        int outermost = innermostOfTlvs(path);
        for (int i = path.length - 1; i > outermost; i--) {
            requireFits(type, inner, value);
            inner = VendorLayout.STANDARD.write(path[i], inner);
        }
        Octets whole = switch (path[0]) {
            case VendorSpecific.TYPE ->
                path.length == 1 ? inner : vendor(path[1]).and(layout(path[1]).write(path[2], inner));
            case 241, 242, 243, 244 -> path.length == 1 ? inner : octet(path[1]).and(extended(path, inner));
            case 245, 246 ->
                path.length == 1 ? inner : octet(path[1]).and(octet(0)).and(extended(path, inner));
            default -> inner;
        };
        requireFits(type, whole, value);
        return new Attribute(path[0], whole);
    }

    /** The index of the innermost number that is not wrapped as a TLV. */
    private static int innermostOfTlvs(int[] path) {
        return switch (path[0]) {
            case VendorSpecific.TYPE -> 2;
            case 241, 242, 243, 244, 245, 246 -> path.length > 1 && path[1] == VendorSpecific.TYPE ? 3 : 1;
            default -> 0;
        };
    }

    private static Octets extended(int[] path, Octets inner) {
        return path[1] == VendorSpecific.TYPE && path.length > 3
                ? vendor(path[2]).and(octet(path[3])).and(inner)
                : inner;
    }

    private static void requireFits(AttributeType type, Octets whole, Octets value) {
        int over = whole.length() - Attribute.MAX_VALUE_OCTETS;
        if (over > 0) {
            throw new InvalidValue(
                    "the value of " + type.name() + " has " + value.length() + " octets",
                    "shorten it to " + (value.length() - over));
        }
    }

    private static Octets vendor(int number) {
        byte[] octets = new byte[VENDOR_OCTETS];
        octets[1] = (byte) (number >> 16);
        octets[2] = (byte) (number >> 8);
        octets[3] = (byte) number;
        return Octets.wrap(octets);
    }

    private static Octets octet(int number) {
        return Octets.wrap(new byte[] {(byte) number});
    }

    private VendorLayout layout(int vendor) {
        return layouts.getOrDefault(vendor, VendorLayout.STANDARD);
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
        if (type.encrypted() || SECRET.contains(DictionaryReader.lower(type.name()))) {
            return "(hidden)";
        }
        List<String> texts = ValueText.decode(type, value);
        if (texts.isEmpty()) {
            return "0x" + value.hex();
        }
        return type.format() == Format.STRING ? '"' + Escapes.escape(texts.getFirst()) + '"' : texts.getLast();
    }
}
