package dev.liquidity.receiver.store;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.Rejection;
import dev.liquidity.receiver.batch.TickEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32;

/**
 * Writes a {@link Part} in one transaction, and decides what becomes of a tick whose ID is taken or whose row is
 * refused. Not thread-safe: used by the store-writer thread only.
 */
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
     * @param oneByOne true to record a tick that SQLite refuses as rejected, which costs a savepoint for each tick;
     *     false to fail the whole part
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

    /** The ID is taken, by the same tick if it was redelivered; another tick's row is never overwritten. */
    private Outcome known(TickEntry entry) throws SQLException {
        depths.flush();
        if (ticks.isStored(entry) && depths.isStored(entry)) {
            return new Outcome(0, 1, 0);
        }
        reject(entry, "another tick is stored under this ID");
        return new Outcome(0, 0, 1);
    }

    /** Inserts a tick, or rejects it alone if SQLite refuses it. */
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
            reject(entry, "SQLite refuses it: " + e.getMessage());
            return new Outcome(0, 0, 1);
        }
    }

    /** The checksum in the reason tells a third tick under one ID from the second. */
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
            // SQLite rolls back by itself when the disk is full; otherwise closing the connection does.
        }
    }
}
