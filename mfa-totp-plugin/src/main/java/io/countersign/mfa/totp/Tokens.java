package io.countersign.mfa.totp;

import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaRecords.Versioned;
import java.util.Comparator;
import java.util.List;

/** The tokens of users as the server's records keep them. */
record Tokens(MfaRecords records) {
    private static final String PREFIX = "token-";

    /** A token together with the record it was read from. */
    record Kept(Token token, Versioned record) {}

    /** A user's tokens, oldest first. */
    List<Kept> of(String userId) {
        return records.list(userId).stream()
                .filter(record -> record.key().startsWith(PREFIX))
                .map(record -> new Kept(Token.read(record.value()), record))
                .sorted(Comparator.comparing((Kept kept) -> kept.token().added())
                        .thenComparing(kept -> kept.token().id()))
                .toList();
    }

    boolean add(String userId, Token token) {
        return records.create(userId, PREFIX + token.id(), token.write());
    }

    /** Answers false if somebody else was faster. */
    boolean replace(Kept kept, Token next) {
        return records.replace(kept.record(), next.write());
    }

    boolean remove(Kept kept) {
        return records.remove(kept.record());
    }
}
