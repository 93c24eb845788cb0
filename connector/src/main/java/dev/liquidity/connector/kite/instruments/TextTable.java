package dev.liquidity.connector.kite.instruments;

import java.util.ArrayList;
import java.util.List;

/** A table of text: the first columns are aligned to the left, the others, which hold numbers, to the right. */
final class TextTable {
    private final int leftColumns;
    private final List<String[]> rows = new ArrayList<>();

    TextTable(int leftColumns, String... header) {
        this.leftColumns = leftColumns;
        rows.add(header);
    }

    void add(String... row) {
        rows.add(row);
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String blanks = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : "  ").append(i < leftColumns ? row[i] + blanks : blanks + row[i]);
            }
            text.append(text.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
        }
        return text.toString();
    }
}
