package io.countersign.radius.dictionary;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.packet.VendorSpecific;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Attributes within attributes, taken out: vendors' (RFC 2865 §5.26), extended and long extended ones, and those in TLVs (RFC 6929).
 *
 * <p>What is not as it should be stays whole and raw, and takes nothing else with it (RFC 6929 §2.8). Depth and length are bounded.
 */
final class Unfolding {
    /*
     * A part is known by its path of numbers, joined by dots as RFC 6929 §2.7 writes them: 25, 26.311.16, 241.1, 245.26.9.1, 241.5.3.
     *
     * Long extended attributes (245, 246) have a flag More: the value goes on in the next attribute, which must be of the same two types.
     * A fragment that nothing follows makes the whole invalid.
     */
    private static final int VENDOR_OCTETS = VendorSpecific.VENDOR_OCTETS;

    /** The flag of a fragment that another follows. */
    static final int MORE = 0x80;

    private static final int LONGEST = 4096;
    private static final int DEEPEST = 8;

    private final IntFunction<VendorLayout> layouts;
    private final Predicate<String> isTlv;
    private final List<Part> parts = new ArrayList<>();

    /** The index of the attribute that is read, or of the first of those that are joined. */
    private int at;

    /**
     * A value and where it belongs.
     *
     * @param index of the attribute where it begins
     */
    record Part(String oid, Octets value, int index) {}

    private Unfolding(IntFunction<VendorLayout> layouts, Predicate<String> isTlv) {
        this.layouts = layouts;
        this.isTlv = isTlv;
    }

    static List<Part> of(List<Attribute> attributes, IntFunction<VendorLayout> layouts, Predicate<String> isTlv) {
        var unfolding = new Unfolding(layouts, isTlv);
        while (unfolding.at < attributes.size()) {
            unfolding.at += unfolding.unfold(attributes, unfolding.at);
        }
        return unfolding.parts;
    }

    /** Answers how many attributes it took. */
    private int unfold(List<Attribute> attributes, int index) {
        Attribute attribute = attributes.get(index);
        String type = Integer.toString(attribute.type());
        Octets value = attribute.value();
        switch (attribute.type()) {
            case VendorSpecific.TYPE -> {
                return vendor(attributes, index);
            }
            case StandardAttributes.NAS_FILTER_RULE -> {
                return filterRules(attributes, index);
            }
            case 241, 242, 243, 244 -> {
                if (value.length() < 2 || !extended(type, value.at(0), value.slice(1, value.length()))) {
                    add(type, value);
                }
            }
            case 245, 246 -> {
                return longExtended(attributes, index);
            }
            default -> expand(type, value, 0);
        }
        return 1;
    }

    private int vendor(List<Attribute> attributes, int index) {
        Octets value = attributes.get(index).value();
        if (!namesVendor(value)) {
            return raw(attributes, index, 1);
        }
        VendorLayout layout = layouts.apply(vendorOf(value));
        Octets octets = value.slice(VENDOR_OCTETS, value.length());
        if (layout.piece(octets).filter(VendorLayout.Piece::more).isPresent()) {
            return continued(attributes, index, layout);
        }
        Optional<List<VendorLayout.Part>> inner = layout.read(octets);
        if (inner.isEmpty()) {
            return raw(attributes, index, 1);
        }
        inner.get().forEach(part -> expand(oidOfVendor(value, part.type()), part.value(), 0));
        return 1;
    }

    private static boolean namesVendor(Octets value) {
        return value.length() > VENDOR_OCTETS && value.at(0) == 0;
    }

    private static String oidOfVendor(Octets value, long type) {
        return VendorSpecific.TYPE + "." + vendorOf(value) + "." + type;
    }

    /** A vendor's attribute that goes on in the next ones, each of which it fills alone. */
    private int continued(List<Attribute> attributes, int index, VendorLayout layout) {
        Octets first = attributes.get(index).value();
        Octets whole = Octets.empty();
        long type = -1;
        int taken = 0;
        boolean more = true;
        while (more) {
            Optional<VendorLayout.Piece> next = index + taken < attributes.size()
                    ? piece(attributes.get(index + taken), vendorOf(first), layout)
                    : Optional.empty();
            if (next.isEmpty() || (taken > 0 && next.get().type() != type) || whole.length() > LONGEST) {
                return raw(attributes, index, taken);
            }
            type = next.get().type();
            whole = whole.and(next.get().value());
            more = next.get().more();
            taken++;
        }
        expand(oidOfVendor(first, type), whole, 0);
        return taken;
    }

    private static Optional<VendorLayout.Piece> piece(Attribute attribute, int vendor, VendorLayout layout) {
        Octets value = attribute.value();
        return attribute.type() == VendorSpecific.TYPE && namesVendor(value) && vendorOf(value) == vendor
                ? layout.piece(value.slice(VENDOR_OCTETS, value.length()))
                : Optional.empty();
    }

    /** The rules of all that follow one another, joined and then split (RFC 4849 §2). */
    private int filterRules(List<Attribute> attributes, int index) {
        Octets whole = Octets.empty();
        int taken = 0;
        while (index + taken < attributes.size()
                && attributes.get(index + taken).type() == StandardAttributes.NAS_FILTER_RULE) {
            whole = whole.and(attributes.get(index + taken).value());
            taken++;
        }
        String type = Integer.toString(StandardAttributes.NAS_FILTER_RULE);
        int from = 0;
        for (int i = 0; i < whole.length(); i++) {
            if (whole.at(i) == 0) {
                add(type, whole.slice(from, i));
                from = i + 1;
            }
        }
        add(type, whole.slice(from, whole.length()));
        return taken;
    }

    private static int vendorOf(Octets value) {
        return value.at(1) << 16 | value.at(2) << 8 | value.at(3);
    }

    private boolean extended(String prefix, int type, Octets value) {
        if (type == 0) {
            return false;
        }
        if (type == VendorSpecific.TYPE) {
            return extendedVendor(prefix + "." + type, value);
        }
        expand(prefix + "." + type, value, 0);
        return true;
    }

    /** Four octets of vendor and one of type, then the value (RFC 6929 §2.4). */
    private boolean extendedVendor(String prefix, Octets value) {
        if (value.length() <= VENDOR_OCTETS + 1 || value.at(0) != 0 || value.at(VENDOR_OCTETS) == 0) {
            return false;
        }
        expand(
                prefix + "." + vendorOf(value) + "." + value.at(VENDOR_OCTETS),
                value.slice(VENDOR_OCTETS + 1, value.length()),
                0);
        return true;
    }

    private int longExtended(List<Attribute> attributes, int index) {
        Attribute first = attributes.get(index);
        String prefix = Integer.toString(first.type());
        Octets whole = Octets.empty();
        int taken = 0;
        boolean more = true;
        while (more) {
            Optional<Attribute> next = index + taken < attributes.size()
                    ? Optional.of(attributes.get(index + taken)).filter(found -> continues(first, found))
                    : Optional.empty();
            if (next.isEmpty() || whole.length() > LONGEST) {
                return raw(attributes, index, Math.max(1, taken));
            }
            Octets value = next.get().value();
            more = (value.at(1) & MORE) != 0;
            whole = whole.and(value.slice(2, value.length()));
            taken++;
        }
        return extended(prefix, first.value().at(0), whole) ? taken : raw(attributes, index, taken);
    }

    private static boolean continues(Attribute first, Attribute next) {
        return next.type() == first.type()
                && next.value().length() > 2
                && next.value().at(0) == first.value().at(0);
    }

    private int raw(List<Attribute> attributes, int index, int count) {
        for (int i = index; i < index + count; i++) {
            Attribute attribute = attributes.get(i);
            parts.add(new Part(Integer.toString(attribute.type()), attribute.value(), i));
        }
        return count;
    }

    private void add(String oid, Octets value) {
        parts.add(new Part(oid, value, at));
    }

    private void expand(String oid, Octets value, int depth) {
        if (!isTlv.test(oid) || depth == DEEPEST) {
            add(oid, value);
            return;
        }
        VendorLayout.STANDARD
                .read(value)
                .ifPresentOrElse(
                        inner -> inner.forEach(part -> expand(oid + "." + part.type(), part.value(), depth + 1)),
                        () -> add(oid, value));
    }
}
