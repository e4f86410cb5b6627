package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.util.Arrays;
import java.util.Optional;

/** Hides keys in MS-MPPE-Send-Key and MS-MPPE-Recv-Key, and reveals them (RFC 2548 §2.4.2). */
public final class SaltedKey {
    /*
     * Like User-Password, with a salt of two octets behind the Request Authenticator, and with the key's length in front of it. The salt's
     * highest bit is set, and no two attributes of a packet may have the same one.
     */
    private static final int BLOCK = Md5Chain.BLOCK;
    private static final int SALT_OCTETS = 2;
    private static final int MOST_OCTETS = 239;

    private SaltedKey() {}

    /**
     * The attribute's value for a key.
     *
     * @param salt 0x8000 to 0xFFFF; another one for each attribute of a packet
     * @throws IllegalArgumentException if the salt is out of range or the key longer than 239 octets
     */
    public static Octets hide(Secret key, int salt, Secret secret, Octets requestAuthenticator) {
        if (salt < 0x8000 || salt > 0xffff || key.length() > MOST_OCTETS) {
            throw new IllegalArgumentException("a salt without its highest bit, or a key longer than 239 octets");
        }
        byte[] plain = new byte[(1 + key.length() + BLOCK - 1) / BLOCK * BLOCK];
        plain[0] = (byte) key.length();
        System.arraycopy(key.reveal(), 0, plain, 1, key.length());
        byte[] value = new byte[SALT_OCTETS + plain.length];
        value[0] = (byte) (salt >> 8);
        value[1] = (byte) salt;
        byte[] hidden = Md5Chain.hide(plain, secret, seed(value, requestAuthenticator));
        System.arraycopy(hidden, 0, value, SALT_OCTETS, hidden.length);
        return Octets.wrap(value);
    }

    /** The key in an attribute's value; empty if it was not made this way or with this secret, as far as that can be seen. */
    public static Optional<Secret> reveal(Octets value, Secret secret, Octets requestAuthenticator) {
        int hidden = value.length() - SALT_OCTETS;
        if (hidden < BLOCK || hidden % BLOCK != 0) {
            return Optional.empty();
        }
        byte[] octets = value.toArray();
        byte[] plain = Md5Chain.reveal(
                Arrays.copyOfRange(octets, SALT_OCTETS, octets.length), secret, seed(octets, requestAuthenticator));
        int length = plain[0] & 0xff;
        return length < hidden ? Optional.of(Secret.of(Arrays.copyOfRange(plain, 1, 1 + length))) : Optional.empty();
    }

    /** The Request Authenticator and the salt, with which a value begins. */
    private static byte[] seed(byte[] value, Octets requestAuthenticator) {
        byte[] seed = Arrays.copyOf(requestAuthenticator.toArray(), requestAuthenticator.length() + SALT_OCTETS);
        System.arraycopy(value, 0, seed, requestAuthenticator.length(), SALT_OCTETS);
        return seed;
    }
}
