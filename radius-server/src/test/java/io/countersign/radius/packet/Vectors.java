package io.countersign.radius.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cases in text files: paragraphs of a comment, a line with what goes in, and the lines that are expected. */
public final class Vectors {
    private Vectors() {}

    /** One case. */
    public record Vector(String comment, List<String> words, List<String> expected) {
        @Override
        public String toString() {
            return comment;
        }
    }

    /** The cases of a file beside {@code vectors/}, at least so many. */
    public static List<Vector> read(String file, int atLeast) {
        List<Vector> vectors = new ArrayList<>();
        for (String paragraph : text(file).split("\n\n", -1)) {
            List<String> lines = paragraph.lines().toList();
            if (lines.size() > 2 && !lines.get(1).startsWith("#")) {
                String comment = lines.getFirst().substring(2);
                vectors.add(new Vector(comment, List.of(lines.get(1).split(" ", -1)), lines.subList(2, lines.size())));
            }
        }
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(atLeast);
        return vectors;
    }

    private static String text(String file) {
        try (var stream = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
