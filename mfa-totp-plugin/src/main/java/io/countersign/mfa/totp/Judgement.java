package io.countersign.mfa.totp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What an answer is worth, and what must be written before that is said.
 *
 * @param right whether it is a code of a token that is not locked, within the window and not used before
 * @param next the user's tokens afterwards
 */
record Judgement(boolean right, List<Token> next) {
    /**
     * Judges one answer against all tokens of a user. Every token that is not locked is compared, also after one that matches, so that
     * time does not tell which it was. A wrong answer counts for each of them, for nobody can say which one was meant; a right one
     * clears the counts of all.
     */
    static Judgement of(String answer, List<Token> tokens, Instant now, TotpSettings settings) {
        var steps = tokens.stream()
                .map(token -> token.locked() ? OptionalLong.empty() : token.stepOf(answer, now, settings.window()))
                .toList();
        boolean right = steps.stream().anyMatch(OptionalLong::isPresent);
        UnaryOperator<Token> other = right ? Token::forgiven : token -> token.refused(settings);
        var next = new ArrayList<Token>();
        for (int i = 0; i < tokens.size(); i++) {
            next.add(after(tokens.get(i), steps.get(i), now, other));
        }
        return new Judgement(right, List.copyOf(next));
    }

    private static Token after(Token token, OptionalLong step, Instant now, UnaryOperator<Token> other) {
        if (token.locked()) {
            return token;
        }
        return step.isPresent() ? token.accepted(step.getAsLong(), now) : other.apply(token);
    }
}
