package io.countersign.mfa.totp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody may bring in place of one secret, told apart so that the message can name it. */
enum ForeignFormat {
    GOOGLE_MIGRATION(
            "an export of Google Authenticator (otpauth-migration)",
            "it holds several tokens; enrol each with a new secret, or bring its otpauth URI"),
    STEAM("a secret of Steam's own codes", "Countersign does not check these; enrol the user with a new secret"),
    PSKC(
            "a PSKC file (RFC 6030)",
            Words.ONE_BY_ONE + "; an encrypted one has to be decrypted first, such as with pskc2csv"),
    XML("XML", Words.ONE_BY_ONE),
    FREEOTP_PLUS("a backup of FreeOTP+", Words.AS_URIS),
    TWO_FAS("a backup of 2FAS", Words.AS_URIS),
    STRATUM("a backup of Stratum", Words.AS_URIS),
    AEGIS("a vault of Aegis", Words.AS_URIS),
    BITWARDEN("an export of Bitwarden", "bring the text of the one entry's totp"),
    ENTE("an encrypted export of Ente Auth", Words.AS_URIS),
    ANDOTP("a backup of andOTP", Words.AS_URIS),
    JSON("JSON", Words.ONE_BY_ONE),
    FREEIPA("an LDIF file of FreeIPA", "ipatokenOTPkey is Base64; bring it as Base32, or hexadecimal with --hex"),
    PAM(
            "a .google_authenticator file",
            "bring its first line alone; where it has STEP_SIZE, as otpauth://totp/NAME?secret=…&period=…"),
    PAM_HOTP(
            "a .google_authenticator file of counter-based codes",
            "Countersign does not check these; enrol the user with a new secret"),
    TABLE("a table of several columns (CSV)", Words.ONE_BY_ONE),
    LINES("several lines", "bring one secret, in one line");

    private static final class Words {
        private static final String ONE_BY_ONE = "bring the secret of one token, in Base32 or hexadecimal (--hex)";
        private static final String AS_URIS =
                "bring one token at a time, as the otpauth URI that the app shows or exports";
    }

    private final String words;
    private final String fix;

    ForeignFormat(String words, String fix) {
        this.words = words;
        this.fix = fix;
    }

    String message() {
        return "this is " + words + ", not one secret: " + fix;
    }

    /** What a text is, if it is none of one secret or URI in one line. */
    static Optional<ForeignFormat> of(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("otpauth-migration:")) {
            return Optional.of(GOOGLE_MIGRATION);
        }
        if (lower.startsWith("steam:")) {
            return Optional.of(STEAM);
        }
        if (lower.startsWith("<")) {
            return Optional.of(lower.contains("keycontainer") ? PSKC : XML);
        }
        if (lower.startsWith("{") || lower.startsWith("[")) {
            return Optional.of(json(lower));
        }
        return ofLines(lower);
    }

    private static ForeignFormat json(String lower) {
        if (hasKeys(lower, "tokenorder")) {
            return FREEOTP_PLUS;
        }
        if (hasKeys(lower, "servicesencrypted") || hasKeys(lower, "services")) {
            return TWO_FAS;
        }
        if (hasKeys(lower, "authenticators")) {
            return STRATUM;
        }
        if (hasKeys(lower, "header", "db")) {
            return AEGIS;
        }
        if (hasKeys(lower, "items") || hasKeys(lower, "encryptedpassword")) {
            return BITWARDEN;
        }
        if (hasKeys(lower, "kdfparams")) {
            return ENTE;
        }
        return lower.startsWith("[") && hasKeys(lower, "secret", "algorithm") ? ANDOTP : JSON;
    }

    private static boolean hasKeys(String json, String... names) {
        return List.of(names).stream().allMatch(name -> json.contains("\"" + name + "\""));
    }

    private static Optional<ForeignFormat> ofLines(String lower) {
        var lines = lower.lines().filter(line -> !line.isBlank()).toList();
        if (lower.contains("ipatokenotpkey")) {
            return Optional.of(FREEIPA);
        }
        if (lines.size() > 1 && lines.get(1).startsWith("\" ")) {
            return Optional.of(lower.contains("\" hotp_counter") ? PAM_HOTP : PAM);
        }
        if (!lines.isEmpty() && !KeyUri.isOne(lower) && lines.getFirst().matches(".*[,;].*")) {
            return Optional.of(TABLE);
        }
        return lines.size() > 1 ? Optional.of(LINES) : Optional.empty();
    }
}
