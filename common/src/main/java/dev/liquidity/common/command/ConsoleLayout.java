package dev.liquidity.common.command;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Short log lines for people: the time in India, the level and the message, which goes on in the next line where it is
 * longer than {@link #COLUMNS}. Date, thread and class are in the log file.
 */
final class ConsoleLayout extends MaskingLayout {
    static final int COLUMNS = 120;

    private static final String HEAD = "%d{HH:mm:ss, Asia/Kolkata} %-5level ";
    private static final int INDENT = "09:15:00 INFO  ".length();

    ConsoleLayout(Masks masks) {
        super(masks, HEAD);
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String text = super.doLayout(event);
        int end = text.indexOf(System.lineSeparator());
        return end <= COLUMNS ? text : fold(text.substring(0, end)) + text.substring(end);
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
