package io.countersign.radius.access;

import io.countersign.radius.packet.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** How often the RFCs let an attribute be in a reply: {@code replies.txt} beside this class. Immutable. */
final class ReplyTable {
    private static final String FILE = "replies.txt";
    private static final Frequencies ANYHOW = new Frequencies(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final Map<Integer, Frequencies> byType = new HashMap<>();

    /** The most in each kind of reply. */
    private record Frequencies(int accept, int reject, int challenge) {}

    private ReplyTable() {}

    /** Reads the table: keep it. */
    static ReplyTable read() {
        var table = new ReplyTable();
        try (var stream = ReplyTable.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> table.add(line.split(" +", -1)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return table;
    }

    private void add(String[] words) {
        byType.put(Integer.valueOf(words[0]), new Frequencies(most(words[2]), most(words[3]), most(words[4])));
    }

    private static int most(String frequency) {
        return switch (frequency) {
            case "0" -> 0;
            case "0-1" -> 1;
            case "0+" -> Integer.MAX_VALUE;
            default -> throw new IllegalStateException(FILE + ": " + frequency);
        };
    }

    /** How often a standard attribute may be in a reply; as often as one likes if no RFC says. */
    int most(Code reply, int type) {
        var frequencies = byType.getOrDefault(type, ANYHOW);
        return switch (reply) {
            case ACCESS_ACCEPT -> frequencies.accept();
            case ACCESS_REJECT -> frequencies.reject();
            case ACCESS_CHALLENGE -> frequencies.challenge();
            default -> throw new IllegalArgumentException(reply + " answers no Access-Request");
        };
    }
}
