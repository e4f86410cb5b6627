package io.countersign.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that somebody meant who wrote another one. */
public final class Nearest {
    private Nearest() {}

    /** The known word that is nearest; empty if none is so near that it can be meant. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(each -> word.length() <= 2 * each.length() + 2)
                .filter(each -> distance(each, word) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(each -> distance(each, word)));
    }

    /** How many single letters must be added, removed, changed or swapped with the next to get from one word to the other. */
    private static int distance(String from, String to) {
        int[] twoAbove = new int[to.length() + 1];
        int[] above = new int[to.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
                if (isSwapped(from, i, to, j)) {
                    row[j] = Math.min(row[j], twoAbove[j - 2] + 1);
                }
            }
            twoAbove = above;
            above = row;
        }
        return above[to.length()];
    }

    /** Whether the two letters that end here stand the other way round there. */
    private static boolean isSwapped(String from, int end, String to, int otherEnd) {
        return end > 1
                && otherEnd > 1
                && from.charAt(end - 1) == to.charAt(otherEnd - 2)
                && from.charAt(end - 2) == to.charAt(otherEnd - 1);
    }
}
