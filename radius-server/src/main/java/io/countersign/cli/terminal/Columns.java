package io.countersign.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Texts in aligned columns. Where they are too wide, columns that say nothing are left out, then long texts go on in further lines. */
final class Columns {
    private static final String GAP = "  ";
    private static final String NOTHING = "-";
    private static final int THIN = 24;

    private Columns() {}

    /**
     * The lines.
     *
     * @param cells a row of titles, then rows of as many texts
     * @return empty if they cannot be made so narrow
     */
    static Optional<List<String>> fitting(List<List<String>> cells, int most) {
        if (fits(widths(cells), most)) {
            return Optional.of(lines(cells, widths(cells)));
        }
        var said = withoutWhatSaysNothing(cells);
        int[] widths = widths(said);
        int[] least = leastWidths(said);
        while (!fits(widths, most)) {
            int widest = IntStream.range(0, widths.length)
                    .filter(column -> widths[column] > least[column])
                    .boxed()
                    .max((a, b) -> Integer.compare(widths[a], widths[b]))
                    .orElse(-1);
            if (widest < 0) {
                return Optional.empty();
            }
            widths[widest]--;
        }
        return Optional.of(lines(said, widths));
    }

    private static boolean fits(int[] widths, int most) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) <= most;
    }

    private static List<List<String>> withoutWhatSaysNothing(List<List<String>> cells) {
        var saying = IntStream.range(0, cells.getFirst().size())
                .filter(column -> cells.size() == 1
                        || cells.stream()
                                .skip(1)
                                .anyMatch(row -> !row.get(column).equals(NOTHING)))
                .toArray();
        return cells.stream()
                .map(row -> Arrays.stream(saying).mapToObj(row::get).toList())
                .toList();
    }

    private static int[] widths(List<List<String>> cells) {
        return IntStream.range(0, cells.getFirst().size())
                .map(column -> cells.stream()
                        .mapToInt(row -> width(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
    }

    /** So wide that no word is broken and no text becomes a thin thread. Titles may go on behind a hyphen. */
    private static int[] leastWidths(List<List<String>> cells) {
        return IntStream.range(0, cells.getFirst().size())
                .map(column -> IntStream.range(0, cells.size())
                        .map(row -> leastWidth(cells.get(row).get(column), row == 0))
                        .max()
                        .orElse(0))
                .toArray();
    }

    private static int leastWidth(String text, boolean title) {
        int longest = pieces(text, title).stream()
                .mapToInt(piece -> width(piece.strip()))
                .max()
                .orElse(0);
        return title ? longest : Math.max(longest, Math.min(width(text), THIN));
    }

    private static List<String> lines(List<List<String>> cells, int[] widths) {
        var lines = new ArrayList<String>();
        for (int row = 0; row < cells.size(); row++) {
            var columns = new ArrayList<List<String>>();
            for (int column = 0; column < widths.length; column++) {
                columns.add(wrapped(pieces(cells.get(row).get(column), row == 0), widths[column]));
            }
            int height = columns.stream().mapToInt(List::size).max().orElse(0);
            for (int line = 0; line < height; line++) {
                lines.add(line(columns, line, widths));
            }
        }
        return lines;
    }

    private static String line(List<List<String>> columns, int line, int[] widths) {
        var text = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var cell = line < columns.get(column).size() ? columns.get(column).get(line) : "";
            text.append(cell).append(" ".repeat(widths[column] - width(cell))).append(GAP);
        }
        return text.toString().stripTrailing();
    }

    private static List<String> pieces(String text, boolean title) {
        return List.of(text.split(title ? "(?<=-)" : "(?<= )"));
    }

    private static List<String> wrapped(List<String> pieces, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var piece : pieces) {
            if (!line.isEmpty() && width((line + piece).stripTrailing()) > width) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(piece);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
