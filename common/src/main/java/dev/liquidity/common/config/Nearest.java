package dev.liquidity.common.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Finds the word that was probably meant, and counts the edits between two words. */
public final class Nearest {
    private Nearest() {}

    /**
     * The candidate that takes the fewest {@link #edits}; case, hyphens and blanks do not count.
     *
     * @return null if even that one differs in more than a third of its letters
     */
    public static String to(String word, Collection<String> candidates) {
        ToIntFunction<String> edits = candidate -> edits(plain(word), plain(candidate));
        return candidates.stream()
                .filter(candidate -> edits.applyAsInt(candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.comparingInt(edits))
                .orElse(null);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    /**
     * How many letters have to be inserted, deleted, replaced or swapped with the next one to turn one word into
     * another: the optimal string alignment distance. Case counts.
     */
    public static int edits(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int fewest = Math.min(edits[i - 1][j - 1] + replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    fewest = Math.min(fewest, edits[i - 2][j - 2] + 1);
                }
                edits[i][j] = fewest;
            }
        }
        return edits[from.length()][to.length()];
    }
}
