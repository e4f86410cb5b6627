package io.countersign.mfa.totp;

import io.countersign.mfa.Enrolling.BroughtSecret;
import io.countersign.mfa.Enrolling.Notation;
import io.countersign.mfa.EnrollmentRefused;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A key that a user has already elsewhere, read from what was brought.
 *
 * @param label what its URI says that it is of
 */
record BroughtKey(CodeKey key, Optional<String> label) {
    /** What mail programs, web pages and word processors put between letters: white space, what is not seen, hyphens and dashes. */
    private static final Pattern BETWEEN_LETTERS = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}\\p{Pd}\\x{2212}]+");

    private static final Pattern NOT_SEEN_AROUND = Pattern.compile("^[\\p{Z}\\p{Cc}\\p{Cf}]+|[\\p{Z}\\p{Cc}\\p{Cf}]+$");

    private static final Pattern HEX = Pattern.compile("(?:0[xX])?((?:\\p{XDigit}{2})+)");

    /** How many hexadecimal digits keys really have: 10, 16, 20, 32, 48 and 64 octets. */
    private static final Set<Integer> HEX_DIGITS = Set.of(20, 32, 40, 64, 96, 128);

    /**
     * Reads a secret.
     *
     * @param settings what a secret is used with that says nothing of its codes; a URI speaks for itself
     * @throws EnrollmentRefused if it is none, may be two things, or is something else, which is named
     */
    static BroughtKey read(BroughtSecret brought, TotpSettings settings) {
        var text = NOT_SEEN_AROUND.matcher(brought.text()).replaceAll("");
        ForeignFormat.of(text).ifPresent(format -> {
            throw new EnrollmentRefused(format.message());
        });
        if (KeyUri.isOne(text)) {
            var uri = KeyUri.read(text);
            var octets = base32(letters(uri.secret()));
            return new BroughtKey(
                    new CodeKey(Seed.brought(octets, brought.shortToo()), uri.algorithm(), uri.digits(), uri.period()),
                    Optional.of(uri.label()).filter(label -> !label.isEmpty()));
        }
        var octets = octets(letters(text), brought.notation());
        return new BroughtKey(CodeKey.of(Seed.brought(octets, brought.shortToo()), settings), Optional.empty());
    }

    private static String letters(String text) {
        return BETWEEN_LETTERS.matcher(text).replaceAll("");
    }

    private static byte[] octets(String letters, Notation notation) {
        return switch (notation) {
            case HEX -> hex(letters);
            case BASE32 -> base32(letters);
            case AS_IT_LOOKS -> {
                requireNoHex(letters);
                yield base32(letters);
            }
        };
    }

    /** Of letters that are all hexadecimal digits, one of 0, 1, 8 and 9 tells that they are no Base32; without any, nobody can tell. */
    private static void requireNoHex(String letters) {
        if (!HEX.matcher(letters.replace(":", "")).matches()) {
            return;
        }
        if (!letters.codePoints().allMatch(Base32::isLetter)) {
            throw new EnrollmentRefused("this looks like hexadecimal; if it is, write --hex");
        }
        if (HEX_DIGITS.contains(letters.length())) {
            throw new EnrollmentRefused(
                    "this can be hexadecimal as well as Base32, which are two secrets; write --hex or --base32");
        }
    }

    private static byte[] hex(String letters) {
        var hex = HEX.matcher(letters.replace(":", ""));
        if (!hex.matches()) {
            throw new EnrollmentRefused(
                    "the secret is not hexadecimal: write two digits for each octet, 0 to 9 and A to F");
        }
        return HexFormat.of().parseHex(hex.group(1).toLowerCase(Locale.ROOT));
    }

    private static byte[] base32(String letters) {
        var plain = letters.replaceFirst("=+$", "");
        var foreign =
                plain.codePoints().filter(letter -> !Base32.isLetter(letter)).findFirst();
        if (foreign.isPresent()) {
            throw new EnrollmentRefused(
                    "the secret is not Base32, which has the letters A to Z and the digits 2 to 7: it has "
                            + named(foreign.getAsInt()));
        }
        return Base32.decode(plain)
                .orElseThrow(() -> new EnrollmentRefused("the secret is not Base32: no secret has " + plain.length()
                        + " letters; one is missing, or too many"));
    }

    private static String named(int character) {
        return switch (character) {
            case '0' -> "a 0, where the letter O may be meant";
            case '1' -> "a 1, where the letter I or L may be meant";
            case '8' -> "an 8, where the letter B may be meant";
            case 0xFFFD -> "what is not UTF-8; write the file anew as UTF-8 text";
            default ->
                character > ' ' && character < 0x7F
                        ? "a \"" + Character.toString(character) + "\""
                        : String.format(Locale.ROOT, "the character U+%04X", character);
        };
    }
}
