package dev.liquidity.pipeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The store against the connector's journal, tick by tick, and the minutes of {@code liquidity_1m} against the ticks.
 *
 * @param journaled ticks in the journal
 * @param stored rows
 * @param differences the first few
 */
record Comparison(long journaled, long stored, List<String> differences) {
    private static final int EXAMPLES = 10;
    private static final String MISCOUNTED = """
            SELECT tradingsymbol, trade_date, count(*) FROM ticks GROUP BY 1, 2
            EXCEPT SELECT tradingsymbol, trade_date, sum(ticks) FROM liquidity_1m GROUP BY 1, 2""";

    static Comparison of(JournalTicks journal, StoreView store) throws SQLException {
        List<String> differences = new ArrayList<>();
        if (journal.damaged() > 0) {
            differences.add("the journal is damaged at " + journal.damaged() + " places");
        }
        int[] at = new int[1];
        long[] rows = new long[1];
        store.query("SELECT id, instrument_token, volume_traded FROM ticks ORDER BY id", row -> {
            long id = row.getLong(1);
            for (; at[0] < journal.size() && journal.id(at[0]) < id; at[0]++) {
                add(differences, "journaled and not stored: ", journal.id(at[0]));
            }
            if (at[0] < journal.size() && journal.id(at[0]) == id) {
                if (journal.mark(at[0]) != JournalTicks.mark(row.getLong(2), row.getLong(3))) {
                    add(differences, "stored under the ID of another: ", id);
                }
                at[0]++;
            } else {
                add(differences, "stored and not in the journal: ", id);
            }
            rows[0]++;
        });
        for (; at[0] < journal.size(); at[0]++) {
            add(differences, "journaled and not stored: ", journal.id(at[0]));
        }
        store.query(MISCOUNTED, row -> add(differences, "liquidity_1m does not count the ticks of a symbol: ", row));
        return new Comparison(journal.size(), rows[0], List.copyOf(differences));
    }

    private static void add(List<String> differences, String what, ResultSet row) throws SQLException {
        if (differences.size() < EXAMPLES) {
            differences.add(what + row.getString(1) + " " + row.getString(2) + " " + row.getLong(3));
        }
    }

    private static void add(List<String> differences, String what, long id) {
        if (differences.size() < EXAMPLES) {
            differences.add(what + id);
        }
    }

    /** True if the rows are the journal's ticks, each once. */
    boolean holds() {
        return differences.isEmpty() && stored == journaled;
    }

    @Override
    public String toString() {
        return "journaled " + journaled + ", stored " + stored + (differences.isEmpty() ? "" : ", " + differences);
    }
}
