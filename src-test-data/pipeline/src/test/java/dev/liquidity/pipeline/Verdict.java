package dev.liquidity.pipeline;

import dev.liquidity.sandbox.audit.Audit;
import dev.liquidity.sandbox.audit.AuditReport;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The judgement on a rig's ticks.
 *
 * @param audit the store against the exchange's ledger, field by field
 * @param comparison the store against the connector's journal
 */
record Verdict(AuditReport audit, Comparison comparison) {
    private static final int INSTRUMENTS_SHOWN = 5;

    /**
     * Judges what is stored.
     *
     * @param ledger complete up to now
     */
    static Verdict of(Path ledger, Path journal, StoreView store) throws IOException, SQLException {
        return new Verdict(
                Audit.run(ledger, List.of(store.path()), null), Comparison.of(JournalTicks.read(journal), store));
    }

    /** True if everything journaled is stored once, as it was sent, and nothing else is. */
    boolean isStoredAsJournaled() {
        AuditReport.Line total = audit.total();
        return comparison.holds()
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

    /** True if nothing is lost except at the unread end of a connection that broke off. */
    boolean isLostAtUnreadEndsOnly() {
        return lost() == audit.unreadTail();
    }

    long duplicates() {
        return audit.total().duplicate();
    }

    @Override
    public String toString() {
        return comparison + "\n" + audit.text(INSTRUMENTS_SHOWN);
    }
}
