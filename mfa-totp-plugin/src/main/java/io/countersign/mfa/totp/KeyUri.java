package io.countersign.mfa.totp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The URI that authenticator apps read from a QR code. */
final class KeyUri {
    private KeyUri() {}

    /** A secret. */
    static String of(String issuer, String account, Token token) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account)
                + "?secret=" + token.seed().base32()
                + "&issuer=" + encoded(issuer)
                + "&algorithm=" + token.algorithm()
                + "&digits=" + token.digits()
                + "&period=" + token.period().toSeconds();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
