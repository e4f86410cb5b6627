package io.countersign.radius.packet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Some octets, immutable. Not for secrets: {@code toString} shows them. A slice shares the array of the whole and keeps it alive, which for
 * a packet is 4096 octets at most.
 */
public final class Octets {
    private static final Octets EMPTY = new Octets(new byte[0], 0, 0);

    private final byte[] array;
    private final int begin;
    private final int length;

    private Octets(byte[] array, int begin, int length) {
        this.array = array;
        this.begin = begin;
        this.length = length;
    }

    /** A copy of an array. */
    public static Octets copyOf(byte[] octets) {
        return wrap(octets.clone());
    }

    /** An array that the caller promises never to change again. */
    public static Octets wrap(byte[] octets) {
        return new Octets(octets, 0, octets.length);
    }

    /** No octets. */
    public static Octets empty() {
        return EMPTY;
    }

    /** How many octets there are. */
    public int length() {
        return length;
    }

    /** One octet, 0 to 255. Throws {@code IndexOutOfBoundsException} for one that is not there. */
    public int at(int index) {
        return Byte.toUnsignedInt(array[begin + Objects.checkIndex(index, length)]);
    }

    /** The octets from one index to another, the latter excluded. Throws {@code IndexOutOfBoundsException} if there are not so many. */
    public Octets slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return from == 0 && to == length ? this : new Octets(array, begin + from, to - from);
    }

    /** These octets and others behind them. */
    public Octets and(Octets others) {
        byte[] both = new byte[length + others.length];
        copyTo(both, 0);
        others.copyTo(both, length);
        return wrap(both);
    }

    /** Writes all octets into an array from an index on. */
    public void copyTo(byte[] target, int from) {
        System.arraycopy(array, begin, target, from, length);
    }

    /** Feeds all octets to a digest. */
    public void digestWith(MessageDigest digest) {
        digest.update(array, begin, length);
    }

    /** A copy that the caller may change. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, begin, begin + length);
    }

    /** The octets as UTF-8; malformed ones become U+FFFD. */
    public String text() {
        return new String(array, begin, length, StandardCharsets.UTF_8);
    }

    /** Lower-case hex without separators. */
    public String hex() {
        return HexFormat.of().formatHex(array, begin, begin + length);
    }

    /** Takes as long for a difference at the end as for one at the start, so that digests can be compared. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Octets that) || length != that.length) {
            return false;
        }
        int differences = 0;
        for (int i = 0; i < length; i++) {
            differences |= array[begin + i] ^ that.array[that.begin + i];
        }
        return differences == 0;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + array[begin + i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return hex();
    }
}
