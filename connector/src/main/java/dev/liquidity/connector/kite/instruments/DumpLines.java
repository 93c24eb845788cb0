package dev.liquidity.connector.kite.instruments;

import dev.liquidity.connector.kite.rest.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** A dump's lines, none of which is held in memory when it is longer than any row can be. */
final class DumpLines {
    /** A row has about 100 characters; a page can have 64 KB on one line, and its beginning says what it is. */
    static final int LONGEST = 64 << 10;

    private final Reader csv;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder line = new StringBuilder(256);
    private int at;
    private int end;

    DumpLines(InputStream csv) {
        this.csv = new InputStreamReader(csv, StandardCharsets.UTF_8);
    }

    /**
     * The next line without its end, {@code \n} or {@code \r\n}; null after the last.
     *
     * @throws RefusedException when it is longer than {@link #LONGEST}
     */
    String next() throws IOException {
        line.setLength(0);
        while (at < end || fill()) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (line.length() + at - from > LONGEST) {
                throw new RefusedException(
                        200, "", "a line of more than " + (LONGEST >> 10) + " KB, which no dump has");
            }
            line.append(buffer, from, at - from);
            if (at < end) {
                at++;
                return withoutReturn();
            }
        }
        return line.isEmpty() ? null : withoutReturn();
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, csv.read(buffer, 0, buffer.length));
        return end > 0;
    }

    private String withoutReturn() {
        int length = line.length();
        return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
    }
}
