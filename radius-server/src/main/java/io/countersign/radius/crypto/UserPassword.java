package io.countersign.radius.crypto;

import io.countersign.radius.packet.Octets;
import java.util.Arrays;
import java.util.Optional;

/** Hides passwords in User-Password, and reveals them (RFC 2865 §5.2). */
public final class UserPassword {
    /*
     * The password is padded with NULs to blocks of 16 octets, and each block is XORed with MD5(secret + what came before): the Request
     * Authenticator for the first block, the preceding hidden block for the others.
     *
     * That has consequences which the code below relies on or must live with:
     *  - There is no check value. A wrong secret reveals sixteen octets of garbage like any other password. So what is revealed is kept as
     *    octets, never taken for UTF-8, and only compared. Message-Authenticator is what tells a wrong secret from a wrong password.
     *  - The padding is not marked. Trailing NULs are padding, so that no password can end with one; one within is part of the password.
     *  - Hiding is malleable: who can change the packet can flip bits of the password unseen, unless the packet is signed.
     *  - A length that is no multiple of 16 was not made by this method. It is not cut to size but refused.
     *  - Some clients pad a password whose length is a multiple of 16 with one more block. So 144 octets are read where the password that they
     *    hold is one of 128 or fewer.
     */
    private static final int BLOCK = Md5Chain.BLOCK;
    private static final int MAX_OCTETS = 128;
    private static final int MAX_PADDED_OCTETS = MAX_OCTETS + BLOCK;

    private UserPassword() {}

    /**
     * The password in the value of an attribute, without trailing NULs; empty if the value is not 16 to 144 octets in blocks of 16, or the
     * password has more than 128.
     */
    public static Optional<Secret> reveal(Octets value, Secret secret, Octets requestAuthenticator) {
        if (value.length() < BLOCK || value.length() > MAX_PADDED_OCTETS || value.length() % BLOCK != 0) {
            return Optional.empty();
        }
        byte[] password = Md5Chain.reveal(value.toArray(), secret, requestAuthenticator.toArray());
        int length = lengthWithoutPadding(password);
        return length > MAX_OCTETS ? Optional.empty() : Optional.of(Secret.of(Arrays.copyOf(password, length)));
    }

    /** The attribute's value for a password. Throws {@code IllegalArgumentException} for one longer than 128 octets. */
    public static Octets hide(Secret password, Secret secret, Octets requestAuthenticator) {
        if (password.length() > MAX_OCTETS) {
            throw new IllegalArgumentException("a password of " + password.length() + " octets; 128 is the most");
        }
        int blocks = Math.max(1, (password.length() + BLOCK - 1) / BLOCK);
        byte[] plain = Arrays.copyOf(password.reveal(), blocks * BLOCK);
        return Octets.wrap(Md5Chain.hide(plain, secret, requestAuthenticator.toArray()));
    }

    private static int lengthWithoutPadding(byte[] password) {
        int length = password.length;
        while (length > 0 && password[length - 1] == 0) {
            length--;
        }
        return length;
    }
}
