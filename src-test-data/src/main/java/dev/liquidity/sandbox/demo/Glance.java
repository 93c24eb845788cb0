package dev.liquidity.sandbox.demo;

import java.util.List;
import java.util.Locale;

/**
 * The flow at one moment. Immutable.
 *
 * @param seconds since the first tick
 * @param rate ticks sent a second, since the glance before
 * @param sent ticks that the exchange has sent
 * @param stored of these, in SQLite: read first, so never more than were sent
 * @param quotes of the spot and an option, each as text
 */
record Glance(long seconds, long rate, long sent, long stored, List<String> quotes) {
    private static final int COLUMNS = 79;
    private static final String UP_ONE_LINE = "\033[1A";
    static final String CLEAR_LINE = "\r\033[K";

    long behind() {
        return sent - stored;
    }

    private String counts() {
        return String.format(
                Locale.ROOT,
                "%3d:%02d %,9d ticks/s   sent %,10d   stored %,10d   behind %,7d",
                seconds / 60,
                seconds % 60,
                rate,
                sent,
                stored,
                behind());
    }

    private String prices() {
        return String.join("   ", quotes);
    }

    /** One line, for a log. */
    String line() {
        return (counts() + "   " + prices()).stripTrailing();
    }

    /** Two lines on a terminal, in place of the last two unless they are the first. */
    String refreshed(boolean first) {
        return (first ? "" : CLEAR_LINE + UP_ONE_LINE)
                + CLEAR_LINE
                + cut(counts())
                + '\n'
                + CLEAR_LINE
                + cut("       " + prices());
    }

    private static String cut(String line) {
        return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS);
    }
}
