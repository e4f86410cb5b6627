package io.countersign.radius.dictionary;

/** How alike two names are. */
final class Nearness {
    private Nearness() {}

    /** The fewest letters to insert, remove or replace that make one of the other. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = one.charAt(line - 1) == other.charAt(column - 1) ? diagonal : diagonal + 1;
                diagonal = row[column];
                row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
