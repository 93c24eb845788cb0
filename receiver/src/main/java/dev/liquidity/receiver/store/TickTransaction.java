package dev.liquidity.receiver.store;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.receiver.entry.DayInstruments;
import dev.liquidity.receiver.entry.Rejection;
import dev.liquidity.receiver.entry.TickEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32;

/** The one transaction of a {@link Part}, and what becomes of a tick whose ID is taken or whose row is refused. Belongs to one thread. */
final class TickTransaction {
    private final TickWriter json = new TickWriter();
    private final Statement control;
    private final TickInsert ticks;
    private final DepthInsert depths;
    private final SideInserts sides;

    TickTransaction(Connection connection) throws SQLException {
        control = connection.createStatement();
        ticks = new TickInsert(connection);
        depths = new DepthInsert(connection);
        sides = new SideInserts(connection);
    }

    /**
     * Stores all of a part, or nothing.
     *
     * @param oneByOne whether a tick that the database refuses is to be recorded as rejected, at the price of a savepoint a tick; else
     *     it fails the whole part
     */
    Outcome run(Part part, boolean oneByOne) throws SQLException {
        control.execute("BEGIN IMMEDIATE");
        try {
            Outcome outcome = Outcome.NOTHING;
            int stored = 0;
            for (TickEntry entry : part.ticks()) {
                if (oneByOne) {
                    outcome = outcome.plus(insertGuarded(entry));
                } else if (insertNew(entry)) {
                    stored++;
                } else {
                    outcome = outcome.plus(known(entry));
                }
            }
            depths.flush();
            for (Rejection rejection : part.rejections()) {
                sides.insert(rejection);
            }
            for (FeedGap gap : part.gaps()) {
                sides.insert(gap);
            }
            for (DayInstruments instruments : part.instruments()) {
                sides.insert(instruments);
            }
            control.execute("COMMIT");
            return outcome.plus(new Outcome(stored, 0, 0));
        } catch (SQLException | RuntimeException e) {
            rollback();
            throw e;
        }
    }

    private boolean insertNew(TickEntry entry) throws SQLException {
        if (!ticks.insert(entry)) {
            return false;
        }
        if (entry.tick().depth() != null) {
            depths.insert(entry);
        }
        return true;
    }

    /** Its ID is taken: by itself, when it was delivered before, or by another tick, which is never folded onto it. */
    private Outcome known(TickEntry entry) throws SQLException {
        depths.flush();
        if (ticks.isStored(entry) && depths.isStored(entry)) {
            return new Outcome(0, 1, 0);
        }
        reject(entry, "another tick is stored under this ID");
        return new Outcome(0, 0, 1);
    }

    /** A row that SQLite won't take costs that row alone. */
    private Outcome insertGuarded(TickEntry entry) throws SQLException {
        control.execute("SAVEPOINT one");
        try {
            Outcome outcome = insertNew(entry) ? new Outcome(1, 0, 0) : known(entry);
            depths.flush();
            control.execute("RELEASE one");
            return outcome;
        } catch (SQLException | RuntimeException e) {
            if (e instanceof SQLException sql && StoreFault.of(sql) != StoreFault.ROW) {
                throw sql;
            }
            depths.forget();
            control.execute("ROLLBACK TO one");
            control.execute("RELEASE one");
            reject(entry, "the store does not take it: " + e.getMessage());
            return new Outcome(0, 0, 1);
        }
    }

    /** The checksum keeps a third tick under one ID from being taken for the second. */
    private void reject(TickEntry entry, String reason) throws SQLException {
        byte[] payload = json.write(entry.tick());
        CRC32 checksum = new CRC32();
        checksum.update(payload);
        sides.insert(new Rejection(
                entry.id().toString(),
                reason + " (CRC32 " + Long.toHexString(checksum.getValue()) + ")",
                payload,
                entry.tradeDate()));
    }

    private void rollback() {
        depths.forget();
        try {
            control.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself, as it does when the disk is full; or closing will.
        }
    }
}
