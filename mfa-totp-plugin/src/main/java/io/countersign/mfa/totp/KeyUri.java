package io.countersign.mfa.totp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The URI that authenticator apps read from a QR code. */
final class KeyUri {
    private KeyUri() {}

    /** A secret. */
    static String of(String issuer, String account, CodeKey key) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account)
                + "?secret=" + key.seed().base32()
                + "&issuer=" + encoded(issuer)
                + "&algorithm=" + key.algorithm()
                + "&digits=" + key.digits()
                + "&period=" + key.period().toSeconds();
    }

    /** Apps show a plus sign as it is, so a space is {@code %20}. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
