package dev.liquidity.connector.kite.instruments;

import dev.liquidity.common.config.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The names that a mistyped one was most likely meant to be. */
final class NearestNames {
    private static final int MOST = 3;

    private NearestNames() {}

    /** Up to three of the known names, nearest first: by edits, then by alphabet; empty if none is near. */
    static List<String> to(String name, Collection<String> known) {
        record Candidate(String name, int edits) {}
        int limit = Math.max(2, name.length() / 3);
        List<Candidate> near = new ArrayList<>();
        for (String other : new TreeSet<>(known)) {
            int edits = Nearest.edits(name, other);
            if (edits <= limit || name.length() >= 3 && other.startsWith(name)) {
                near.add(new Candidate(other, edits));
            }
        }
        near.sort(Comparator.comparingInt(Candidate::edits));
        return near.stream().limit(MOST).map(Candidate::name).toList();
    }
}
