package io.countersign.mfa.totp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A user's tokens as the text of a record: a line with the version of this form, then a line for each token. */
final class TokenText {
    private static final String VERSION = "1";
    private static final String FIELD_END = "|";
    private static final int FIELDS = 11;

    private TokenText() {}

    /** A secret. */
    static String write(List<Token> tokens) {
        return tokens.stream().map(token -> "\n" + line(token)).collect(Collectors.joining("", VERSION, ""));
    }

    /** Throws {@link IllegalStateException} on a text of another version. */
    static List<Token> read(String text) {
        var lines = text.split("\n", -1);
        if (!lines[0].equals(VERSION)) {
            throw new IllegalStateException("the record of one-time codes is of another version");
        }
        var tokens = new ArrayList<Token>();
        for (int line = 1; line < lines.length; line++) {
            tokens.add(token(lines[line].split("\\|", -1)));
        }
        return List.copyOf(tokens);
    }

    private static String line(Token token) {
        var key = token.key();
        var guesses = token.guesses();
        return String.join(
                FIELD_END,
                token.id(),
                key.seed().base32(),
                key.algorithm().name(),
                Integer.toString(key.digits()),
                Long.toString(key.period().toSeconds()),
                Long.toString(token.added().getEpochSecond()),
                token.lastUsed()
                        .map(used -> Long.toString(used.getEpochSecond()))
                        .orElse(""),
                Long.toString(token.lastStep()),
                Integer.toString(token.drift()),
                Integer.toString(guesses.wrong()),
                guesses.locked() ? "locked" : "open");
    }

    private static Token token(String[] fields) {
        if (fields.length != FIELDS) {
            throw new IllegalStateException("the record of one-time codes is damaged");
        }
        return new Token(
                fields[0],
                new CodeKey(
                        Seed.kept(fields[1]),
                        Algorithm.valueOf(fields[2]),
                        Integer.parseInt(fields[3]),
                        Duration.ofSeconds(Long.parseLong(fields[4]))),
                instant(fields[5]),
                fields[6].isEmpty() ? Optional.empty() : Optional.of(instant(fields[6])),
                Long.parseLong(fields[7]),
                Integer.parseInt(fields[8]),
                new Guesses(Integer.parseInt(fields[9]), !fields[10].equals("open")));
    }

    private static Instant instant(String seconds) {
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
