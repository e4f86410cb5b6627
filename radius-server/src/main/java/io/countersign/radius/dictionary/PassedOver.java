package io.countersign.radius.dictionary;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lines of dictionary files that say nothing about a packet, or something else than what was known before. */
final class PassedOver {
    private static final int EXAMPLES = 2;

    /** Why a line is passed over; the text goes behind a number of lines. */
    enum Kind {
        INTERNAL("internal to a server"),
        NO_PLACE("of numbers that no packet can hold"),
        NAME_TAKEN("of names that stand for another number"),
        DESCRIBED_BEFORE("of attributes that are described otherwise, as they are known already"),
        VALUE_WITHOUT_ATTRIBUTE("with values of attributes that no file describes, or that hold no numbers"),
        VALUE_TAKEN("with names of values that stand for another value"),
        FORMAT_TAKEN("with another format= for a vendor that has attributes already"),
        DIALECT("with a word of another program");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /**
     * One line.
     *
     * @param at the name of its file, and its number
     * @param name what it is about
     * @param why empty if the kind says all
     */
    record Line(String at, String name, String why) {
        private String text() {
            return at + " " + name + why;
        }
    }

    private final Map<Kind, List<Line>> lines = new EnumMap<>(Kind.class);

    /**
     * Adds a line.
     *
     * @param at its file and number
     */
    void add(Kind kind, String at, String name, String why) {
        lines.computeIfAbsent(kind, _ -> new ArrayList<>())
                .add(new Line(at.substring(at.lastIndexOf('/') + 1), name, why));
    }

    /** Those of a kind, in their order. */
    List<Line> of(Kind kind) {
        return List.copyOf(lines.getOrDefault(kind, List.of()));
    }

    /** All in one line; empty if there was nothing. */
    Optional<String> summary() {
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(lines.entrySet().stream()
                        .map(entry -> summary(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static String summary(Kind kind, List<Line> lines) {
        String examples = lines.stream().limit(EXAMPLES).map(Line::text).collect(Collectors.joining("; "));
        return lines.size() + (lines.size() == 1 ? " line " : " lines ") + kind.text + " (" + examples
                + (lines.size() > EXAMPLES ? "; …)" : ")");
    }
}
