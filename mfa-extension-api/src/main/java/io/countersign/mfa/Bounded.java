package io.countersign.mfa;

import java.nio.charset.StandardCharsets;

/** Texts of plugins in bounds: what is too long is cut, for it goes into audit lines and packets whatever it is. */
final class Bounded {
    static final int CHARACTERS = 500;
    static final int PROMPT_OCTETS = 253;

    private Bounded() {}

    /** At most 500 characters; one that is cut ends with an ellipsis. */
    static String text(String text) {
        return text.length() <= CHARACTERS ? text : text.substring(0, between(text, CHARACTERS - 1)) + "…";
    }

    /** At most 253 octets of UTF-8, cut between characters: what one attribute carries (RFC 2865 §5). */
    static String prompt(String prompt) {
        var kept = prompt.substring(0, between(prompt, Math.min(prompt.length(), PROMPT_OCTETS)));
        while (kept.getBytes(StandardCharsets.UTF_8).length > PROMPT_OCTETS) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }

    /** The end, or one before it where it would cut a character of two units in the middle. */
    private static int between(String text, int end) {
        boolean inTheMiddle = end > 0
                && end < text.length()
                && Character.isHighSurrogate(text.charAt(end - 1))
                && Character.isLowSurrogate(text.charAt(end));
        return inTheMiddle ? end - 1 : end;
    }
}
