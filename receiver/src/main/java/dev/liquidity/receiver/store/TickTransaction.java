package dev.liquidity.receiver.store;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.Rejection;
import dev.liquidity.receiver.batch.Rejection.Reason;
import dev.liquidity.receiver.batch.TickEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32;

/**
 * A transaction that takes one {@link Part} after another. It decides what becomes of a tick whose ID is taken or whose
 * row is refused. Not thread-safe: used by the store-writer thread only.
 */
final class TickTransaction {
    private final TickWriter json = new TickWriter();
    private final Statement control;
    private final TickInsert ticks;
    private final BeyondInsert beyond;
    private final SideInserts sides;
    private final LiquidityMinutes liquidity;

    private boolean isOpen;
    private int stored;
    private int known;
    private int rejected;
    private int levelsBeyond;

    TickTransaction(Connection connection) throws SQLException {
        control = connection.createStatement();
        ticks = new TickInsert(connection);
        beyond = new BeyondInsert(connection);
        sides = new SideInserts(connection);
        liquidity = new LiquidityMinutes(connection);
    }

    /**
     * Inserts a part; the first one begins the transaction.
     *
     * @param oneByOne true to record a tick that SQLite refuses as rejected, which costs a savepoint for each tick;
     *     false to fail, after which only {@link #close} is allowed
     */
    Outcome insert(Part part, boolean oneByOne) throws SQLException {
        stored = 0;
        known = 0;
        rejected = 0;
        levelsBeyond = 0;
        if (!isOpen) {
            control.execute("BEGIN IMMEDIATE");
            isOpen = true;
            liquidity.begin();
        }
        for (TickEntry entry : part.ticks()) {
            if (oneByOne ? insertGuarded(entry) : insert(entry)) {
                liquidity.add(entry);
            }
        }
        for (Rejection rejection : part.rejections()) {
            sides.insert(rejection);
        }
        for (FeedGap gap : part.gaps()) {
            sides.insert(gap);
        }
        for (DayInstruments instruments : part.instruments()) {
            sides.insert(instruments);
            liquidity.forget();
        }
        return new Outcome(stored, known, rejected, levelsBeyond);
    }

    boolean isOpen() {
        return isOpen;
    }

    /** Commits; if it fails, only {@link #close} is allowed. */
    void commit() throws SQLException {
        liquidity.flush();
        control.execute("COMMIT");
        isOpen = false;
    }

    /**
     * Inserts a tick. If its ID is taken by another tick, that one's row stays, and this one is rejected.
     *
     * @return whether it is stored now, and was not before
     */
    private boolean insert(TickEntry entry) throws SQLException {
        if (ticks.insert(entry)) {
            levelsBeyond += beyond.insert(entry);
            stored++;
            return true;
        }
        if (ticks.isStored(entry) && beyond.isStored(entry)) {
            known++;
        } else {
            reject(entry, Reason.ID_TAKEN, "");
        }
        return false;
    }

    /** Inserts a tick, or rejects it alone if SQLite refuses it. */
    private boolean insertGuarded(TickEntry entry) throws SQLException {
        control.execute("SAVEPOINT one");
        try {
            boolean isStored = insert(entry);
            control.execute("RELEASE one");
            return isStored;
        } catch (SQLException | RuntimeException e) {
            if (e instanceof SQLException sql && StoreFault.of(sql) != StoreFault.ROW) {
                throw sql;
            }
            control.execute("ROLLBACK TO one");
            control.execute("RELEASE one");
            reject(entry, Reason.REFUSED, e.getMessage() + ", ");
            return false;
        }
    }

    /** The checksum in the detail tells a third tick under one ID from the second. */
    private void reject(TickEntry entry, Reason reason, String detail) throws SQLException {
        byte[] payload = json.write(entry.tick());
        CRC32 checksum = new CRC32();
        checksum.update(payload);
        sides.insert(new Rejection(
                entry.id().toString(),
                reason,
                detail + "CRC32 " + Long.toHexString(checksum.getValue()),
                payload,
                entry.tradeDate()));
        rejected++;
    }

    /** Ends the transaction, if there is one, without a trace. Nothing else is allowed afterwards. */
    void close() {
        try {
            if (isOpen) {
                control.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            // SQLite rolls back by itself when the disk is full; otherwise closing the connection does.
        }
        try {
            ticks.close();
            beyond.close();
            sides.close();
            liquidity.close();
            control.close();
        } catch (SQLException e) {
            // The connection closes the rest.
        }
    }
}
