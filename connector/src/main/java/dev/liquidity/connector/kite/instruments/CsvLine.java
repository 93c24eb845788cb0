package dev.liquidity.connector.kite.instruments;

import java.util.ArrayList;
import java.util.List;

/** One line of CSV (RFC 4180): no field of the dump spans lines, so a bad line can never swallow the next. */
final class CsvLine {
    private CsvLine() {}

    /** The fields, unquoted; null when a quote is not closed or something follows a closing one. */
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

    /** Reads up to the closing quote; says where the line goes on, or -1 when there is none. */
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
