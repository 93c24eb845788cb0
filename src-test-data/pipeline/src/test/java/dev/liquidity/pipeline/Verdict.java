package dev.liquidity.pipeline;

import dev.liquidity.sandbox.audit.Audit;
import dev.liquidity.sandbox.audit.AuditReport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the ticks: the store against the exchange's ledger, field by field, and the store against the connector's journal, tick
 * by tick.
 *
 * @param audit the store against the ledger
 * @param journaled ticks in the journal
 * @param stored rows
 * @param differences between journal and store; the first few
 */
record Verdict(AuditReport audit, long journaled, long stored, List<String> differences) {
    private static final int EXAMPLES = 10;

    /**
     * Judges.
     *
     * @param ledger complete up to now
     */
    static Verdict of(Path ledger, Path journal, StoreView store) throws IOException, SQLException {
        return of(ledger, JournalTicks.read(journal), store);
    }

    static Verdict of(Path ledger, JournalTicks journal, StoreView store) throws IOException, SQLException {
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
        return new Verdict(
                Audit.run(ledger, List.of(store.path()), null), journal.size(), rows[0], List.copyOf(differences));
    }

    private static void add(List<String> differences, String what, long id) {
        if (differences.size() < EXAMPLES) {
            differences.add(what + id);
        }
    }

    /** Whether all that was journaled is stored as it was sent, once, and nothing else. */
    boolean isStoredAsJournaled() {
        AuditReport.Line total = audit.total();
        return differences.isEmpty()
                && stored == journaled
                && total.sent() > 0
                && total.duplicate() == 0
                && total.unexpected() == 0
                && total.different() == 0
                && total.disordered() == 0;
    }

    /** Ticks that were sent and are not stored. */
    long lost() {
        return audit.total().missing();
    }

    /** Whether nothing is lost but at the unread end of a connection that broke off. */
    boolean isLostAtUnreadEndsOnly() {
        return lost() == audit.unreadTail();
    }

    long duplicates() {
        return audit.total().duplicate();
    }

    @Override
    public String toString() {
        return "journaled " + journaled + ", stored " + stored + (differences.isEmpty() ? "" : ", " + differences)
                + "\n" + audit.text(5);
    }
}
