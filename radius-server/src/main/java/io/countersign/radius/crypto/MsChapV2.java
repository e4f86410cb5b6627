package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Microsoft's CHAP, version 2 (RFC 2759), and the keys that it yields (RFC 3079 §3). */
public final class MsChapV2 {
    /*
     * Everything follows from two values. The NT hash of the password answers the challenge. Its own hash, PasswordHashHash here, proves to
     * the client that the server knows the password too, and yields the keys. A domain controller that checks a response hands out only
     * the second; so whoever checks elsewhere gets by with it as well.
     *
     * The response is three encryptions of eight octets by DES, with the hash cut into keys of 56 bits. It withstands nobody who records
     * it: whoever uses MS-CHAPv2 without a tunnel around it should know. It is here since VPN servers ask for it.
     */

    /** The length of an authenticator challenge and of a peer challenge. */
    public static final int CHALLENGE_OCTETS = 16;

    /** The length of an NT-Response. */
    public static final int RESPONSE_OCTETS = 24;

    private static final int CHALLENGE_HASH_OCTETS = 8;
    private static final int KEY_OCTETS = 16;
    private static final byte[] SERVER_SIGNING = ascii("Magic server to client signing constant");
    private static final byte[] MORE_ITERATIONS = ascii("Pad to make it do more than one iteration");
    private static final byte[] MASTER_KEY = ascii("This is the MPPE Master Key");
    private static final byte[] CLIENT_SENDS =
            ascii("On the client side, this is the send key; on the server side, it is the receive key.");
    private static final byte[] SERVER_SENDS =
            ascii("On the client side, this is the receive key; on the server side, it is the send key.");

    private MsChapV2() {}

    /**
     * The keys for the client's connection, from the server's point of view.
     *
     * @param send encrypts what goes to the user
     * @param receive decrypts what comes from the user
     */
    public record SessionKeys(Secret send, Secret receive) {}

    /**
     * What the response answers: eight octets made of both challenges and the name.
     *
     * @param userName as the user typed it, without a domain and its backslash
     */
    public static Octets challengeHash(Octets peerChallenge, Octets authenticatorChallenge, String userName) {
        MessageDigest sha1 = Digests.sha1();
        peerChallenge.digestWith(sha1);
        authenticatorChallenge.digestWith(sha1);
        byte[] hash = sha1.digest(userName.getBytes(StandardCharsets.UTF_8));
        return Octets.wrap(Arrays.copyOf(hash, CHALLENGE_HASH_OCTETS));
    }

    /** Whether a response is that of who knows the password. Constant time. */
    public static boolean verifies(Octets challengeHash, Octets response, Secret password) {
        return respond(challengeHash, password).equals(response);
    }

    /** The NT-Response of who knows the password. */
    public static Octets respond(Octets challengeHash, Secret password) {
        byte[] keys = Arrays.copyOf(ntHash(password), 21);
        byte[] response = new byte[RESPONSE_OCTETS];
        for (int i = 0; i < 3; i++) {
            byte[] part = des(Arrays.copyOfRange(keys, 7 * i, 7 * i + 7), challengeHash.toArray());
            System.arraycopy(part, 0, response, 8 * i, 8);
        }
        return Octets.wrap(response);
    }

    /** The hash of the password's NT hash. */
    public static Secret passwordHashHash(Secret password) {
        return Secret.of(Digests.md4(ntHash(password)));
    }

    /** How the server proves to the client that it knows the password: {@code S=} and 40 hexadecimal digits (RFC 2759 §5). */
    public static String authenticatorResponse(Secret passwordHashHash, Octets response, Octets challengeHash) {
        MessageDigest sha1 = Digests.sha1();
        sha1.update(passwordHashHash.reveal());
        response.digestWith(sha1);
        byte[] digest = sha1.digest(SERVER_SIGNING);
        sha1.update(digest);
        challengeHash.digestWith(sha1);
        return "S=" + HexFormat.of().formatHex(sha1.digest(MORE_ITERATIONS)).toUpperCase(Locale.ROOT);
    }

    /** The keys of 128 bits that client and server have in common (RFC 3079 §3.3). */
    public static SessionKeys sessionKeys(Secret passwordHashHash, Octets response) {
        MessageDigest sha1 = Digests.sha1();
        sha1.update(passwordHashHash.reveal());
        response.digestWith(sha1);
        byte[] master = Arrays.copyOf(sha1.digest(MASTER_KEY), KEY_OCTETS);
        return new SessionKeys(startKey(master, SERVER_SENDS), startKey(master, CLIENT_SENDS));
    }

    private static Secret startKey(byte[] master, byte[] direction) {
        byte[] pad1 = new byte[40];
        byte[] pad2 = new byte[40];
        Arrays.fill(pad2, (byte) 0xf2);
        MessageDigest sha1 = Digests.sha1();
        sha1.update(master);
        sha1.update(pad1);
        sha1.update(direction);
        return Secret.of(Arrays.copyOf(sha1.digest(pad2), KEY_OCTETS));
    }

    /** The hash that stands for a password in Windows. */
    static byte[] ntHash(Secret password) {
        return Digests.md4(password.revealText().getBytes(StandardCharsets.UTF_16LE));
    }

    private static byte[] des(byte[] sevenOctets, byte[] clear) {
        try {
            Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
            des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(withParity(sevenOctets), "DES"));
            return des.doFinal(clear);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no DES, without which there is no MS-CHAPv2", e);
        }
    }

    /** Eight octets with seven bits of the key each; the lowest bit of each is nobody's. */
    private static byte[] withParity(byte[] sevenOctets) {
        long bits = 0;
        for (byte octet : sevenOctets) {
            bits = bits << 8 | (octet & 0xff);
        }
        byte[] key = new byte[8];
        for (int i = 0; i < 8; i++) {
            key[i] = (byte) (bits >> (49 - 7 * i) << 1);
        }
        return key;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
