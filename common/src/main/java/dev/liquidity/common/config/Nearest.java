package dev.liquidity.common.config;

import java.util.Collection;
import java.util.Locale;

/** Finds the word that was probably meant, and counts the edits between two words. */
public final class Nearest {
    private Nearest() {}

    /**
     * The candidate that takes the fewest {@link #edits}; case, hyphens and blanks do not count.
     *
     * @return null if even that one differs in more than a third of its letters
     */
    public static String to(String word, Collection<String> candidates) {
        String wanted = plain(word);
        String nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int most = Math.min(fewest - 1, Math.max(1, candidate.length() / 3));
            if (Math.abs(wanted.length() - candidate.length()) > most) {
                continue;
            }
            int edits = edits(wanted, plain(candidate));
            if (edits <= most) {
                nearest = candidate;
                fewest = edits;
            }
        }
        return nearest;
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
