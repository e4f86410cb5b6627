package io.countersign.mfa.totp;

import io.countersign.mfa.EnrollmentRefused;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The URI that authenticator apps read from a QR code (Google's Key Uri Format): written as every app understands it, read as programs
 * write it.
 *
 * @param label what it is of, such as {@code Contoso: alice}; empty if it does not say
 * @param secret as it stands in the URI
 */
record KeyUri(String label, String secret, Algorithm algorithm, int digits, Duration period) {
    private static final String SCHEME = "otpauth://";

    /** A secret. */
    static String of(String issuer, String account, CodeKey key) {
        return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account)
                + "?secret=" + key.seed().base32()
                + "&issuer=" + encoded(issuer)
                + "&algorithm=" + key.algorithm()
                + "&digits=" + key.digits()
                + "&period=" + key.period().toSeconds();
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "KeyUri[redacted]";
    }

    /** Whether a text is meant as one. */
    static boolean isOne(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /**
     * Reads one. What it does not say is SHA1, 6 digits and 30 s, as the format has it; parameters of other programs are passed over.
     *
     * @throws EnrollmentRefused if it is not of time-based codes, or says what cannot be: nothing is guessed
     */
    static KeyUri read(String text) {
        var typeAndRest = text.substring(SCHEME.length()).split("[/?]", 2);
        requireTotp(typeAndRest[0]);
        var labelAndQuery = (typeAndRest.length == 2 ? typeAndRest[1] : "").split("\\?", 2);
        var parameters = parameters(labelAndQuery.length == 2 ? labelAndQuery[1] : labelAndQuery[0]);
        if (parameters.containsKey("encoder")) {
            throw new EnrollmentRefused("the otpauth URI is of Steam's own codes, which Countersign does not check");
        }
        return new KeyUri(
                label(labelAndQuery.length == 2 ? labelAndQuery[0] : "", Optional.ofNullable(parameters.get("issuer"))),
                Optional.ofNullable(parameters.get("secret"))
                        .filter(secret -> !secret.isBlank())
                        .orElseThrow(() -> new EnrollmentRefused("the otpauth URI has no secret=")),
                said(parameters, "algorithm", Algorithm.SHA1, KeyUri::algorithm),
                said(parameters, "digits", 6, KeyUri::digits),
                said(parameters, "period", Duration.ofSeconds(30), KeyUri::period));
    }

    private static void requireTotp(String type) {
        switch (type.toLowerCase(Locale.ROOT)) {
            case "totp" -> {
                // What this is all about
            }
            case "hotp" ->
                throw new EnrollmentRefused(
                        "the otpauth URI is of counter-based codes (hotp), which Countersign does not"
                                + " check; enrol the user with a new secret, or a token whose codes change with time");
            case "steam" ->
                throw new EnrollmentRefused(
                        "the otpauth URI is of Steam's own codes, which Countersign does not check");
            default ->
                throw new EnrollmentRefused(
                        "the otpauth URI is of no kind that Countersign knows; write otpauth://totp/…");
        }
    }

    /** By their names in small letters. One that stands twice is refused: which to believe would be a guess. */
    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (var part : query.replaceFirst("#.*", "").split("&", -1)) {
            var nameAndValue = part.split("=", 2);
            var name = nameAndValue[0].toLowerCase(Locale.ROOT);
            var value = nameAndValue.length == 2 ? decoded(nameAndValue[1].replace('+', ' ')) : "";
            if (!part.isEmpty() && parameters.put(name, value) != null) {
                throw new EnrollmentRefused("the otpauth URI says " + shown(name) + "= twice");
            }
        }
        return parameters;
    }

    /** Issuer and account are parted by the first colon, a literal one if there is any; the parameter knows the issuer better. */
    private static String label(String path, Optional<String> issuer) {
        int colon = path.indexOf(':');
        var whole = colon < 0
                ? decoded(path)
                : decoded(path.substring(0, colon)) + ":" + decoded(path.substring(colon + 1));
        int end = colon < 0
                ? whole.indexOf(':')
                : decoded(path.substring(0, colon)).length();
        var account = whole.substring(end + 1).strip();
        var of = issuer.or(() -> end < 0 ? Optional.empty() : Optional.of(whole.substring(0, end)))
                .filter(name -> !name.isBlank());
        return of.map(name -> name.strip() + ": " + account).orElse(account);
    }

    private static <T> T said(Map<String, String> parameters, String name, T otherwise, Function<String, T> read) {
        var value = parameters.get(name);
        return value == null ? otherwise : read.apply(value);
    }

    private static Algorithm algorithm(String word) {
        return Algorithm.of(word)
                .orElseThrow(() -> new EnrollmentRefused("the otpauth URI says algorithm=" + shown(word)
                        + "; Countersign computes SHA1, SHA256 and SHA512, and takes no other for one of these"));
    }

    private static int digits(String text) {
        return switch (text) {
            case "6" -> 6;
            case "7" -> 7;
            case "8" -> 8;
            default ->
                throw new EnrollmentRefused("the otpauth URI says digits=" + shown(text) + "; it must be 6, 7 or 8");
        };
    }

    private static Duration period(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,4}"))
                .map(digits -> Duration.ofSeconds(Long.parseLong(digits)))
                .filter(TotpSettings::isPossible)
                .orElseThrow(() -> new EnrollmentRefused(
                        "the otpauth URI says period=" + shown(text) + "; it must be 5 to 120 seconds"));
    }

    private static String shown(String text) {
        return text.length() > 20 || !text.matches("[ -~]*") ? "…" : text;
    }

    /** A plus sign is one here; where a percent sign is followed by no number, the text is taken as it stands. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** Apps show a plus sign as it is, so a space is {@code %20}. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
