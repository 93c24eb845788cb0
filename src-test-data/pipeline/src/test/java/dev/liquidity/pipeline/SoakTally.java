package dev.liquidity.pipeline;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The outcomes of a soak, by kind of fault. */
final class SoakTally {
    private static final class Line {
        private int times;
        private int survived;
        private long lost;
        private double longestSeconds;
    }

    private final Map<String, Line> lines = new TreeMap<>();

    void add(String fault, boolean survived, long lost, double recoverySeconds) {
        Line line = lines.computeIfAbsent(fault, unused -> new Line());
        line.times++;
        line.survived += survived ? 1 : 0;
        line.lost += lost;
        line.longestSeconds = Math.max(line.longestSeconds, recoverySeconds);
    }

    /** As a table in Markdown. */
    String text() {
        StringBuilder text = new StringBuilder(
                        "| fault | times | survived | ticks lost | longest recovery, seconds |\n")
                .append("|---|---|---|---|---|\n");
        lines.forEach((fault, line) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.1f |%n",
                fault,
                line.times,
                line.survived,
                line.lost,
                line.longestSeconds)));
        return text.toString();
    }
}
