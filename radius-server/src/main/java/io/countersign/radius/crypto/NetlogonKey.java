package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The session key of a Netlogon secure channel, by AES: what a machine account and a domain controller have in common (MS-NRPC §3.1.4.3.1). */
public final class NetlogonKey {
    /** The length of a challenge and of a credential (MS-NRPC §2.2.1.3.4). */
    public static final int CREDENTIAL_OCTETS = 8;

    /** How AES in CFB mode with 8 bits is called; the one mode that Netlogon knows. */
    static final String CIPHER = "AES/CFB8/NoPadding";

    static final int BLOCK_OCTETS = 16;
    private static final int KEY_OCTETS = 16;

    private final byte[] key;

    private NetlogonKey(byte[] key) {
        this.key = key;
    }

    /** The key that both sides compute from the machine account's password and their challenges of 8 octets. */
    public static NetlogonKey of(Secret password, Octets clientChallenge, Octets serverChallenge) {
        Mac mac = hmac(MsChapV2.ntHash(password));
        mac.update(clientChallenge.toArray());
        mac.update(serverChallenge.toArray());
        return new NetlogonKey(Arrays.copyOf(mac.doFinal(), KEY_OCTETS));
    }

    /** What proves that the key is known: a challenge, or what has become of one, encrypted (MS-NRPC §3.1.4.4.1). Equals in constant time. */
    public Octets credential(Octets challenge) {
        return encrypt(challenge.toArray());
    }

    /** A password as it travels within a sealed call, encrypted once more (MS-NRPC §3.4.5.2.6). */
    public Octets encrypted(Secret clear) {
        return encrypt(clear.reveal());
    }

    private Octets encrypt(byte[] clear) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, aes((byte) 0), new IvParameterSpec(new byte[BLOCK_OCTETS]));
            return Octets.wrap(cipher.doFinal(clear));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** The key for AES, each octet XORed with a mask. */
    SecretKeySpec aes(byte mask) {
        byte[] masked = key.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= mask;
        }
        return new SecretKeySpec(masked, "AES");
    }

    /** HMAC-SHA-256 under the key. */
    Mac hmac() {
        return hmac(key);
    }

    private static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException(
                "this Java has no AES in mode CFB8, without which there is no Netlogon", cause);
    }

    @Override
    public String toString() {
        return "NetlogonKey[redacted]";
    }
}
