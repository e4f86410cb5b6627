package io.countersign.radius.dictionary;

import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.packet.VendorSpecific;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The numbers of an attribute from outside to inside (RFC 6929 §2.7): {@code 25}, {@code 26.311.16}, {@code 241.1}, {@code 241.5.3},
 * {@code 245.26.9.1}.
 */
record AttributePath(List<Long> numbers) {
    private static final Pattern PATH = Pattern.compile("(0[xX]\\p{XDigit}{1,15}|\\d{1,18})(\\.\\d{1,18})*");
    private static final int GREATEST = 255;
    private static final int GREATEST_VENDOR = 0xFFFFFF;
    private static final long GREATEST_INTERNAL = 0xFFFF_FFFFL;

    AttributePath {
        numbers = List.copyOf(numbers);
    }

    /** Reads numbers joined by dots; empty if the text is something else. */
    static Optional<AttributePath> of(String text) {
        return PATH.matcher(text).matches()
                ? Optional.of(new AttributePath(Arrays.stream(text.split("\\.", -1))
                        .map(AttributePath::number)
                        .toList()))
                : Optional.empty();
    }

    private static long number(String text) {
        return text.startsWith("0x") || text.startsWith("0X")
                ? Long.parseLong(text, 2, text.length(), 16)
                : Long.parseLong(text);
    }

    /** The path of an attribute within this one. */
    AttributePath with(AttributePath inner) {
        return new AttributePath(
                Stream.concat(numbers.stream(), inner.numbers.stream()).toList());
    }

    /** Joined by dots. */
    String oid() {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    int depth() {
        return numbers.size();
    }

    long number(int index) {
        return numbers.get(index);
    }

    /** Like {@link #number}, of those that fit into 31 bits: all but the types of vendors that have four octets for them. */
    int at(int index) {
        return numbers.get(index).intValue();
    }

    /** Whether it is one that a server keeps for itself, as FreeRADIUS does; no packet can hold it. */
    boolean isInternal() {
        return numbers.getFirst() > GREATEST && numbers.getFirst() <= GREATEST_INTERNAL;
    }

    /** Whether the attribute is within a long extended one, which may go on in further attributes (RFC 6929 §2.2). */
    boolean isLongExtended() {
        return depth() > 1 && (at(0) == 245 || at(0) == 246);
    }

    boolean isExtended() {
        return at(0) >= 241 && at(0) <= 246;
    }

    /** Whether it is a vendor's attribute within Vendor-Specific, or in one. */
    boolean isOfVendor() {
        return depth() > 2 && at(0) == VendorSpecific.TYPE;
    }

    /** Whether its values are one text over several attributes, which has rules with a NUL between them (RFC 4849 §2). */
    boolean isFilterRules() {
        return depth() == 1 && at(0) == StandardAttributes.NAS_FILTER_RULE;
    }

    /** Whether vendors' attributes are in it. */
    boolean holdsVendors() {
        return at(depth() - 1) == VendorSpecific.TYPE && (depth() == 1 || (depth() == 2 && isExtended()));
    }

    /** How many numbers stand outside of TLVs; more than there are if the path ends before an attribute. */
    int outsideOfTlvs() {
        if (numbers.getFirst() == VendorSpecific.TYPE) {
            return 3;
        }
        if (!isExtended()) {
            return 1;
        }
        return depth() > 1 && numbers.get(1) == VendorSpecific.TYPE ? 4 : 2;
    }

    /**
     * Why no packet can hold this attribute; empty if one can.
     *
     * @param isTlv whether the attribute of an oid holds others
     */
    Optional<String> fault(IntFunction<VendorLayout> layouts, Predicate<String> isTlv) {
        if (numbers.getFirst() < 1 || numbers.getFirst() > GREATEST) {
            return Optional.of(outside(0, 1, GREATEST));
        }
        boolean isContainer = depth() == 1 || (isExtended() && depth() == 2);
        if (depth() < outsideOfTlvs() && !isContainer) {
            return Optional.of(oid() + " names a vendor and no attribute of it; write " + oid() + ".1 or such");
        }
        for (int i = 1; i < depth(); i++) {
            long most = greatest(i, layouts);
            long least = isTypeOfVendor(i) ? 0 : 1; // RFC 2865 §5.26 has no lower bound, and some vendors have a 0
            if (numbers.get(i) < least || numbers.get(i) > most) {
                return Optional.of(outside(i, least, most));
            }
            String parent = upTo(i).oid();
            if (i >= outsideOfTlvs() && !isTlv.test(parent)) {
                return Optional.of(oid() + " is within " + parent + ", which is no tlv; describe that first");
            }
        }
        return Optional.empty();
    }

    private long greatest(int index, IntFunction<VendorLayout> layouts) {
        int vendor = outsideOfTlvs() - 2; // and behind it that vendor's number
        if (vendor < 1) {
            return GREATEST;
        }
        if (index == vendor) {
            return GREATEST_VENDOR;
        }
        return isTypeOfVendor(index) ? layouts.apply(at(vendor)).greatestType() : GREATEST;
    }

    /** Whether a vendor's own attribute within Vendor-Specific has its number there. */
    private boolean isTypeOfVendor(int index) {
        return index == 2 && numbers.getFirst() == VendorSpecific.TYPE;
    }

    private String outside(int index, long least, long most) {
        return numbers.get(index) + (depth() > 1 ? " in " + oid() : "") + " is not within " + least + " to " + most;
    }

    private AttributePath upTo(int end) {
        return new AttributePath(numbers.subList(0, end));
    }
}
