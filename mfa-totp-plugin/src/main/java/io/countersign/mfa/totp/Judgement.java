package io.countersign.mfa.totp;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an answer is worth, and what must be written before that is said.
 *
 * @param next the user's tokens afterwards
 */
record Judgement(Word word, List<Token> next) {
    /** What an answer is, to one token or to all of a user; of several tokens' words the first of this order holds. */
    enum Word {
        /** A code that was accepted before, or is older than one that was. Nobody guesses by it. */
        USED,
        /** A code within the window, not used before. */
        RIGHT,
        /** A guess. */
        WRONG,
        /** Nothing that this token could show: not as many digits, or no digits at all. Nobody guesses by it. */
        NO_CODE
    }

    /**
     * Judges one answer against all tokens of a user. Every token that works and has as many digits is compared, also after one that
     * matches, so that time does not tell which it was. A wrong answer counts for each of them, for nobody can say which one was meant; a
     * right one clears the counts of all.
     *
     * @param code what was typed, if it can be a code
     */
    static Judgement of(Optional<String> code, List<Token> tokens, Instant now, TotpSettings settings) {
        var compared = tokens.stream()
                .map(token -> Compared.of(token, code, now, settings.window()))
                .toList();
        var word = compared.stream()
                .map(Compared::word)
                .min(Comparator.naturalOrder())
                .orElse(Word.NO_CODE);
        return new Judgement(
                word,
                compared.stream().map(each -> each.after(word, now, settings)).toList());
    }

    /**
     * An answer beside one token.
     *
     * @param meant whether the token works and could show such a code
     */
    private record Compared(Token token, boolean meant, OptionalLong step) {
        static Compared of(Token token, Optional<String> code, Instant now, int window) {
            boolean meant = !token.locked()
                    && code.filter(typed -> typed.length() == token.key().digits())
                            .isPresent();
            return new Compared(
                    token, meant, meant ? token.stepOf(code.orElseThrow(), now, window) : OptionalLong.empty());
        }

        Word word() {
            if (step.isPresent()) {
                return token.isUsed(step.getAsLong()) ? Word.USED : Word.RIGHT;
            }
            return meant ? Word.WRONG : Word.NO_CODE;
        }

        Token after(Word said, Instant now, TotpSettings settings) {
            return switch (said) {
                case RIGHT -> word() == Word.RIGHT ? token.accepted(step.getAsLong(), now) : forgiven();
                case WRONG -> meant ? token.refused(settings) : token;
                case USED, NO_CODE -> token;
            };
        }

        private Token forgiven() {
            return token.locked() ? token : token.forgiven();
        }
    }
}
