package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;

/**
 * Seals what one connection of a secure channel says, and opens what it hears: encrypted, signed, and in order (MS-NRPC §3.3.4.2). Both
 * directions count by one counter, so that nothing can be left out, said twice or turned back. For one thread at a time.
 */
public final class NetlogonSeal {
    /** The length of a signature, NL_AUTH_SHA2_SIGNATURE (MS-NRPC §2.2.1.3.3): 24 of the octets are reserved. */
    public static final int SIGNATURE_OCTETS = 56;

    /** HMAC-SHA256, AES-128, a pad of ones and no flags: the same at the head of each signature. */
    private static final byte[] ALGORITHMS = HexFormat.of().parseHex("13001a00ffff0000");

    private static final int CHECKSUM = 16;
    private static final int CONFOUNDER = 24;
    private static final int FIELD_OCTETS = 8;

    private static final int BY_CLIENT = 0x80000000; // the highest bit of the last four octets, in network order
    private static final byte DATA_MASK = (byte) 0xf0;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Cipher cipher;
    private final Mac mac;
    private final Key sequenceKey;
    private final Key dataKey;
    private final int sending;
    private int counter;

    private NetlogonSeal(NetlogonKey key, int sending) {
        try {
            this.cipher = Cipher.getInstance(NetlogonKey.CIPHER);
        } catch (GeneralSecurityException e) {
            throw NetlogonKey.missing(e);
        }
        this.mac = key.hmac();
        this.sequenceKey = key.aes((byte) 0);
        this.dataKey = key.aes(DATA_MASK);
        this.sending = sending;
    }

    /** Octets as they travel, and the signature that goes with them. */
    public record Sealed(Octets octets, Octets signature) {}

    /** The client's end of a new connection. */
    public static NetlogonSeal ofClient(NetlogonKey key) {
        return new NetlogonSeal(key, BY_CLIENT);
    }

    /** The domain controller's end. */
    public static NetlogonSeal ofServer(NetlogonKey key) {
        return new NetlogonSeal(key, 0);
    }

    /** Seals what is sent next. */
    public Sealed seal(Octets clear) {
        byte[] sequence = sequence(sending);
        byte[] confounder = new byte[FIELD_OCTETS];
        RANDOM.nextBytes(confounder);
        byte[] data = clear.toArray();
        byte[] checksum = checksum(ALGORITHMS, confounder, data);
        crypt(Cipher.ENCRYPT_MODE, sequence, confounder, data);

        byte[] signature = Arrays.copyOf(ALGORITHMS, SIGNATURE_OCTETS);
        byte[] hidden = once(Cipher.ENCRYPT_MODE, checksum, sequence);
        System.arraycopy(hidden, 0, signature, ALGORITHMS.length, FIELD_OCTETS);
        System.arraycopy(checksum, 0, signature, CHECKSUM, FIELD_OCTETS);
        System.arraycopy(confounder, 0, signature, CONFOUNDER, FIELD_OCTETS);
        return new Sealed(Octets.wrap(data), Octets.wrap(signature));
    }

    /** Opens what is heard next; empty if the other side has not sealed it, or not as the next. No more may be heard then. */
    public Optional<Octets> open(Sealed sealed) {
        if (sealed.signature().length() != SIGNATURE_OCTETS) {
            return Optional.empty();
        }
        byte[] signature = sealed.signature().toArray();
        byte[] checksum = field(signature, CHECKSUM);
        byte[] expected = sequence(sending ^ BY_CLIENT);
        byte[] sequence = once(Cipher.DECRYPT_MODE, checksum, field(signature, ALGORITHMS.length));
        byte[] confounder = field(signature, CONFOUNDER);
        byte[] data = sealed.octets().toArray();
        crypt(Cipher.DECRYPT_MODE, expected, confounder, data);
        byte[] computed = checksum(Arrays.copyOf(signature, ALGORITHMS.length), confounder, data);
        boolean authentic = MessageDigest.isEqual(sequence, expected)
                && MessageDigest.isEqual(checksum, computed)
                && MessageDigest.isEqual(ALGORITHMS, Arrays.copyOf(signature, ALGORITHMS.length));
        return authentic ? Optional.of(Octets.wrap(data)) : Optional.empty();
    }

    private byte[] sequence(int direction) {
        return ByteBuffer.allocate(FIELD_OCTETS)
                .order(ByteOrder.BIG_ENDIAN)
                .putInt(counter++)
                .putInt(direction)
                .array();
    }

    private byte[] checksum(byte[] head, byte[] confounder, byte[] data) {
        mac.update(head);
        mac.update(confounder);
        mac.update(data);
        return Arrays.copyOf(mac.doFinal(), FIELD_OCTETS);
    }

    /** Encrypts or decrypts both in their place, the one as it goes on from the other. */
    private void crypt(int mode, byte[] sequence, byte[] confounder, byte[] data) {
        try {
            cipher.init(mode, dataKey, twice(sequence));
            cipher.update(confounder, 0, confounder.length, confounder);
            cipher.doFinal(data, 0, data.length, data);
        } catch (GeneralSecurityException e) {
            throw NetlogonKey.missing(e);
        }
    }

    private byte[] once(int mode, byte[] vector, byte[] field) {
        try {
            cipher.init(mode, sequenceKey, twice(vector));
            return cipher.doFinal(field);
        } catch (GeneralSecurityException e) {
            throw NetlogonKey.missing(e);
        }
    }

    private static IvParameterSpec twice(byte[] eight) {
        byte[] vector = Arrays.copyOf(eight, NetlogonKey.BLOCK_OCTETS);
        System.arraycopy(eight, 0, vector, FIELD_OCTETS, FIELD_OCTETS);
        return new IvParameterSpec(vector);
    }

    private static byte[] field(byte[] signature, int from) {
        return Arrays.copyOfRange(signature, from, from + FIELD_OCTETS);
    }
}
