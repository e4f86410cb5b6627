package io.countersign.radius.access;

import java.nio.charset.StandardCharsets;

/** What a challenge says to its user: one Reply-Message, which clients show with the cursor right behind it. */
final class ChallengeText {
    private static final int MOST_OCTETS = 253;

    private ChallengeText() {}

    /** The plugin's words, ended so that an answer can be typed behind them: {@code Enter the code: }. At most 253 octets of UTF-8. */
    static String of(String prompt) {
        var words = prompt.strip();
        var end = words.endsWith(":") || words.endsWith("?") ? " " : ": ";
        while (octets(words + end) > MOST_OCTETS) {
            words = words.substring(0, words.offsetByCodePoints(words.length(), -1));
        }
        return words + end;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
