package io.countersign.mfa;

import java.util.Optional;
import java.util.regex.Pattern;

/** What people type for a code: apps show it in groups, web pages put in characters that nobody sees, keyboards have digits of their own. */
final class TypedCode {
    /** White space, characters that are not seen, and hyphens and dashes of every length. */
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}\\p{Pd}\\x{2212}]+");

    private TypedCode() {}

    /** The digits by their value; empty if there is none, or anything else. */
    static Optional<String> of(String typed) {
        var code = new StringBuilder();
        for (int character :
                BETWEEN_DIGITS.matcher(typed).replaceAll("").codePoints().toArray()) {
            int digit = Character.digit(character, 10);
            if (digit < 0) {
                return Optional.empty();
            }
            code.append(digit);
        }
        return code.isEmpty() ? Optional.empty() : Optional.of(code.toString());
    }
}
