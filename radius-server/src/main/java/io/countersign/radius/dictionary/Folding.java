package io.countersign.radius.dictionary;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.VendorSpecific;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Puts values in their places, however deep: what {@link Unfolding} takes out. */
final class Folding {
    /** What a fragment of a long extended attribute holds besides its second type and its flags. */
    private static final int FRAGMENT_OCTETS = Attribute.MAX_VALUE_OCTETS - 2;

    /** So many fit into a packet, besides its header and its Message-Authenticator. */
    private static final int MOST_FRAGMENTS = 15;

    private final IntFunction<VendorLayout> layouts;

    Folding(IntFunction<VendorLayout> layouts) {
        this.layouts = layouts;
    }

    /** The attributes that hold a value of a type. Throws {@link InvalidValue} if it is too long for them. */
    List<Attribute> of(AttributeType type, Octets value) {
        AttributePath path = AttributePath.of(type.oid()).orElseThrow();
        Octets inner = value;
        for (int i = path.depth() - 1; i >= path.outsideOfTlvs(); i--) {
            requireFits(type, inner, value, Attribute.MAX_VALUE_OCTETS);
            inner = VendorLayout.STANDARD.write(path.at(i), inner);
        }
        if (path.isLongExtended()) {
            Octets whole = extended(path, inner);
            requireFits(type, whole, value, MOST_FRAGMENTS * FRAGMENT_OCTETS);
            return fragments(path, whole);
        }
        if (path.isFilterRules()) {
            requireFits(type, inner, value, MOST_FRAGMENTS * Attribute.MAX_VALUE_OCTETS);
            return pieces(inner, Attribute.MAX_VALUE_OCTETS).stream()
                    .map(piece -> new Attribute(path.at(0), piece))
                    .toList();
        }
        if (path.isOfVendor() && layouts.apply(path.at(1)).continuation()) {
            return continued(type, path, inner, value);
        }
        Octets whole = outsideOfTlvs(path, inner);
        requireFits(type, whole, value, Attribute.MAX_VALUE_OCTETS);
        return List.of(new Attribute(path.at(0), whole));
    }

    /** All but the last are full and say that more follows (RFC 6929 §2.2). */
    private static List<Attribute> fragments(AttributePath path, Octets whole) {
        List<Octets> pieces = pieces(whole, FRAGMENT_OCTETS);
        List<Attribute> fragments = new ArrayList<>();
        for (Octets piece : pieces) {
            int flags = fragments.size() < pieces.size() - 1 ? Unfolding.MORE : 0;
            fragments.add(new Attribute(
                    path.at(0), octet(path.at(1)).and(octet(flags)).and(piece)));
        }
        return fragments;
    }

    /** All but the last say that more follows. */
    private List<Attribute> continued(AttributeType type, AttributePath path, Octets inner, Octets value) {
        VendorLayout layout = layouts.apply(path.at(1));
        int most = layout.pieceOctets(Attribute.MAX_VALUE_OCTETS - VendorSpecific.VENDOR_OCTETS);
        requireFits(type, inner, value, MOST_FRAGMENTS * most);
        List<Octets> pieces = pieces(inner, most);
        List<Attribute> attributes = new ArrayList<>();
        for (Octets piece : pieces) {
            boolean more = attributes.size() < pieces.size() - 1;
            attributes.add(new Attribute(
                    path.at(0), VendorSpecific.vendorId(path.at(1)).and(layout.write(path.number(2), piece, more))));
        }
        return attributes;
    }

    /** At least one; all but the last are full. */
    private static List<Octets> pieces(Octets whole, int most) {
        List<Octets> pieces = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(whole.length(), from + most);
            pieces.add(whole.slice(from, to));
            from = to;
        } while (from < whole.length());
        return pieces;
    }

    private Octets outsideOfTlvs(AttributePath path, Octets inner) {
        if (path.depth() == 1) {
            return inner;
        }
        if (path.at(0) == VendorSpecific.TYPE) {
            return VendorSpecific.vendorId(path.at(1))
                    .and(layouts.apply(path.at(1)).write(path.number(2), inner));
        }
        if (!path.isExtended()) {
            return inner;
        }
        return octet(path.at(1)).and(extended(path, inner));
    }

    private static Octets extended(AttributePath path, Octets inner) {
        return path.outsideOfTlvs() > 2 && path.depth() > 2
                ? VendorSpecific.vendorId(path.at(2)).and(octet(path.at(3))).and(inner)
                : inner;
    }

    private static void requireFits(AttributeType type, Octets whole, Octets value, int most) {
        int over = whole.length() - most;
        if (over > 0) {
            throw new InvalidValue(
                    "the value of " + type.name() + " has " + value.length() + " octets",
                    "shorten it to " + (value.length() - over));
        }
    }

    private static Octets octet(int number) {
        return Octets.wrap(new byte[] {(byte) number});
    }
}
