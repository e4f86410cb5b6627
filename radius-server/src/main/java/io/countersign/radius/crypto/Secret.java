package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Octets that nobody may see: shared secrets and passwords. Compared in constant time; {@code toString} is redacted. */
public final class Secret {
    private final byte[] octets;
    private volatile @Nullable HmacMd5 hmacMd5; // made when it is first needed; by whom does not matter

    private Secret(byte[] octets) {
        this.octets = octets;
    }

    /** A copy of the octets. */
    public static Secret of(byte[] octets) {
        return new Secret(octets.clone());
    }

    /** A copy of the octets. */
    public static Secret of(Octets octets) {
        return new Secret(octets.toArray());
    }

    /** The text in UTF-8. */
    public static Secret ofText(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many octets there are. */
    public int length() {
        return octets.length;
    }

    /** A copy of the octets, for those who compute with them. */
    public byte[] reveal() {
        return octets.clone();
    }

    /** What signs packets with this secret. */
    HmacMd5 hmacMd5() {
        HmacMd5 made = hmacMd5;
        if (made == null) {
            made = new HmacMd5(octets);
            hmacMd5 = made;
        }
        return made;
    }

    /** The octets as UTF-8 text; malformed input becomes U+FFFD. */
    public String revealText() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(octets, that.octets);
    }

    /** The same for all secrets: a hash would tell something of them. */
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
