package dev.liquidity.connector.kite.instruments;

import java.util.ArrayList;
import java.util.List;

/** Splits one line of CSV (RFC 4180). No field of the dump spans lines, so that a bad line never affects the next. */
final class CsvLine {
    private CsvLine() {}

    /**
     * Splits a line.
     *
     * @return the fields, unquoted; null if a quote is not closed or anything but a comma follows a closing one
     */
    static List<String> split(String line) {
        List<String> fields = new ArrayList<>(16);
        int at = 0;
        while (true) {
            if (at < line.length() && line.charAt(at) == '"') {
                StringBuilder field = new StringBuilder();
                at = quoted(line, at + 1, field);
                if (at < 0 || at < line.length() && line.charAt(at) != ',') {
                    return null;
                }
                fields.add(field.toString());
            } else {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                fields.add(line.substring(at, end));
                at = end;
            }
            if (at >= line.length()) {
                return fields;
            }
            at++;
        }
    }

    /**
     * Reads up to the closing quote.
     *
     * @return where the line continues; -1 if no quote closes
     */
    private static int quoted(String line, int from, StringBuilder field) {
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (at < line.length() && line.charAt(at) == '"') {
                field.append('"');
                at++;
            } else {
                return at;
            }
        }
        return -1;
    }
}
