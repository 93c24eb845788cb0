package dev.liquidity.common.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import picocli.CommandLine.Help.Ansi;

/**
 * Short log lines for people: the time in India, the level and the message, which goes on in the next line where it is
 * longer than {@link #COLUMNS}. Date, thread and class are in the log file. In a terminal, the level of a warning is
 * yellow and that of an error red, unless {@code NO_COLOR} is set.
 */
final class ConsoleLayout extends MaskingLayout {
    static final int COLUMNS = 120;

    private static final String HEAD = "%d{HH:mm:ss, Asia/Kolkata} %-5level ";
    private static final int INDENT = "09:15:00 INFO  ".length();

    private static final String YELLOW = "\033[33m";
    private static final String RED = "\033[1;31m";
    private static final String RESET = "\033[0m";

    private final boolean isColoured;

    ConsoleLayout(Masks masks) {
        this(masks, Ansi.AUTO.enabled());
    }

    ConsoleLayout(Masks masks, boolean isColoured) {
        super(masks, HEAD);
        this.isColoured = isColoured;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String text = super.doLayout(event);
        int end = text.indexOf(System.lineSeparator());
        String folded = end <= COLUMNS ? text : fold(text.substring(0, end)) + text.substring(end);
        return isColoured ? coloured(folded, event.getLevel()) : folded;
    }

    private static String coloured(String line, Level level) {
        return level.isGreaterOrEqual(Level.WARN)
                ? line.replaceFirst(level.toString(), (level == Level.WARN ? YELLOW : RED) + level.toString() + RESET)
                : line;
    }

    /** Breaks a line at blanks; a word that is longer than a line stays whole. */
    private static String fold(String line) {
        StringBuilder folded = new StringBuilder();
        String rest = line;
        while (rest.length() > COLUMNS) {
            int at = rest.lastIndexOf(' ', COLUMNS);
            at = at > INDENT ? at : rest.indexOf(' ', COLUMNS);
            if (at < 0) {
                break;
            }
            folded.append(rest, 0, at).append(System.lineSeparator());
            rest = " ".repeat(INDENT) + rest.substring(at + 1);
        }
        return folded.append(rest).toString();
    }
}
