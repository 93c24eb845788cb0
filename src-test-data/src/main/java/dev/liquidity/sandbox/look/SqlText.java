package dev.liquidity.sandbox.look;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of a query as sqlite3 prints them: with {@code |} between the values, or in columns. */
final class SqlText {
    private static final String GAP = "  ";

    private final List<String> names = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private SqlText() {}

    static SqlText read(ResultSet result) throws SQLException {
        SqlText text = new SqlText();
        int columns = result.getMetaData().getColumnCount();
        for (int i = 1; i <= columns; i++) {
            text.names.add(result.getMetaData().getColumnLabel(i));
        }
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                String value = result.getString(i);
                row.add(value == null ? "" : value);
            }
            text.rows.add(row);
        }
        return text;
    }

    /** Lines, each with its end; none at all when there is no row. */
    String print(boolean header, boolean inColumns) {
        StringBuilder text = new StringBuilder();
        if (rows.isEmpty()) {
            return "";
        }
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int column = i;
            int width = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0);
            widths.add(Math.max(width, header ? names.get(i).length() : 0));
        }
        if (header) {
            line(text, names, widths, inColumns);
            if (inColumns) {
                line(text, widths.stream().map("-"::repeat).toList(), widths, true);
            }
        }
        rows.forEach(row -> line(text, row, widths, inColumns));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> values, List<Integer> widths, boolean inColumns) {
        if (!inColumns) {
            text.append(String.join("|", values)).append('\n');
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            text.append(i == 0 ? "" : GAP).append(value).append(" ".repeat(widths.get(i) - value.length()));
        }
        text.append('\n');
    }
}
