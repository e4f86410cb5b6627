package io.countersign.radius.packet;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Some octets, immutable. Not for secrets: {@code toString} shows them. */
public final class Octets {
    private static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] octets;

    private Octets(byte[] octets) {
        this.octets = octets;
    }

    /** A copy of an array. */
    public static Octets copyOf(byte[] octets) {
        return new Octets(octets.clone());
    }

    /** An array that the caller promises never to change again. */
    public static Octets wrap(byte[] octets) {
        return new Octets(octets);
    }

    /** No octets. */
    public static Octets empty() {
        return EMPTY;
    }

    /** How many octets there are. */
    public int length() {
        return octets.length;
    }

    /** One octet, 0 to 255. */
    public int at(int index) {
        return Byte.toUnsignedInt(octets[index]);
    }

    /** The octets from one index to another, the latter excluded. */
    public Octets slice(int from, int to) {
        return new Octets(Arrays.copyOfRange(octets, from, to));
    }

    /** These octets and others behind them. */
    public Octets and(Octets others) {
        byte[] both = Arrays.copyOf(octets, octets.length + others.octets.length);
        System.arraycopy(others.octets, 0, both, octets.length, others.octets.length);
        return new Octets(both);
    }

    /** Writes all octets into an array from an index on. */
    public void copyTo(byte[] target, int from) {
        System.arraycopy(octets, 0, target, from, octets.length);
    }

    /** A copy that the caller may change. */
    public byte[] toArray() {
        return octets.clone();
    }

    /** Lower-case hex without separators. */
    public String hex() {
        return HexFormat.of().formatHex(octets);
    }

    /** Takes as long for a difference at the end as for one at the start, so that digests can be compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && MessageDigest.isEqual(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return hex();
    }
}
