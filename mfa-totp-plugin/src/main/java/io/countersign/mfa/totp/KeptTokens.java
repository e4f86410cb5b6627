package io.countersign.mfa.totp;

import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaRecords.Versioned;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of users as the server's records keep them: one record a user, so that one compare-and-set covers all tokens of a user.
 * A record is never removed, so its version never starts again.
 */
record KeptTokens(MfaRecords records) {
    private static final String KEY = "tokens";

    /**
     * A user's tokens together with the record they were read from.
     *
     * @param tokens oldest first
     * @param record empty if the user never had a token
     */
    record Kept(String userId, List<Token> tokens, Optional<Versioned> record) {
        List<Token> usable() {
            return tokens.stream().filter(token -> !token.locked()).toList();
        }
    }

    Kept of(String userId) {
        var record = records.find(userId, KEY);
        return new Kept(
                userId, record.map(Versioned::value).map(TokenText::read).orElse(List.of()), record);
    }

    /** Writes a user's tokens, durably when it answers. Answers false if somebody else was faster: read again. */
    boolean replace(Kept kept, List<Token> next) {
        var text = TokenText.write(next);
        return kept.record()
                .map(record -> records.replace(record, text))
                .orElseGet(() -> records.create(kept.userId(), KEY, text));
    }
}
