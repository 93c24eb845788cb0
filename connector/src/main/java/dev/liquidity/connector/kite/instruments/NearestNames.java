package dev.liquidity.connector.kite.instruments;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The names that someone who mistyped one most likely meant. */
final class NearestNames {
    private static final int MOST = 3;

    private NearestNames() {}

    /** Up to three of the known names, nearest first: by letters to change, then by alphabet; empty when none is near. */
    static List<String> to(String name, Collection<String> known) {
        record Candidate(String name, int distance) {}
        int limit = Math.max(2, name.length() / 3);
        List<Candidate> near = new ArrayList<>();
        for (String other : new TreeSet<>(known)) {
            int distance = distance(name, other);
            if (distance <= limit || name.length() >= 3 && other.startsWith(name)) {
                near.add(new Candidate(other, distance));
            }
        }
        near.sort(Comparator.comparingInt(Candidate::distance));
        return near.stream().limit(MOST).map(Candidate::name).toList();
    }

    /** Levenshtein's: letters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
