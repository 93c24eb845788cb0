package dev.liquidity.receiver.store;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.Rejection;
import dev.liquidity.receiver.batch.TickEntry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The database, or if its name has <code>{date}</code>, one for each trade date, of which the last few are open. Not
 * thread-safe: used by the main thread before the store-writer starts, then by the store-writer thread only.
 */
final class StoreFiles implements AutoCloseable {
    private static final int OPEN = 3;

    private final String pattern;
    private final Map<String, TickDatabase> open = new LinkedHashMap<>(8, 0.75f, true);

    /** The file with an open transaction; null if there is none. */
    private TickDatabase current;

    StoreFiles(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Inserts some batches, in the transaction that the last call left open if they go to the same file; that of
     * another file is committed first. If it fails, {@link #rollback} must follow. Some files may have their part then;
     * the batches can be inserted again.
     *
     * @param oneByOne see {@link TickTransaction#insert}
     * @throws SQLException see {@link StoreFault}
     * @throws UserException if a file can't be used
     */
    Outcome insert(List<Batch> batches, boolean oneByOne) throws SQLException {
        Outcome outcome = Outcome.NOTHING;
        for (Map.Entry<String, Part> part : parts(batches).entrySet()) {
            if (current != open.get(part.getKey())) {
                commit();
            }
            current = file(part.getKey());
            outcome = outcome.plus(current.insert(part.getValue(), oneByOne));
        }
        return outcome;
    }

    /** Commits what was inserted. If it fails, {@link #rollback} must follow. */
    void commit() throws SQLException {
        if (current != null) {
            current.commit();
            current = null;
        }
    }

    /** Notes that SQLite found the file of the open transaction damaged: {@link #leaveMoved} then sets it aside. */
    void noteDamage() {
        if (current != null) {
            current.noteDamage();
        }
    }

    /** Ends the open transaction: nothing of it is stored. */
    void rollback() {
        if (current != null) {
            current.rollback();
            current = null;
        }
    }

    /**
     * Leaves the files that were moved or damaged while they were in use; the next write opens new ones. No transaction
     * may be open.
     *
     * @return whether there was such a file
     */
    boolean leaveMoved() {
        return open.values().removeIf(TickDatabase::leaveIfMoved);
    }

    /** The name of a date's file. */
    static String name(String pattern, String date) {
        return pattern.replace(DatedFiles.DATE, date);
    }

    /** Opens today's file, so that one that can't be used is reported at the start. */
    void openFirst(String today) throws SQLException {
        file(name(pattern, today));
    }

    /** What goes into each file, by its name. */
    private Map<String, Part> parts(List<Batch> batches) {
        Map<String, Part> parts = new LinkedHashMap<>();
        String date = null;
        Part part = null;
        for (Batch batch : batches) {
            for (TickEntry entry : batch.ticks()) {
                if (!entry.tradeDate().equals(date)) {
                    date = entry.tradeDate();
                    part = part(parts, date);
                }
                part.ticks().add(entry);
            }
            for (Rejection rejection : batch.rejections()) {
                part(parts, rejection.date()).rejections().add(rejection);
            }
            for (FeedGap gap : batch.gaps()) {
                part(parts, Ist.date(gap.from()).toString()).gaps().add(gap);
            }
            for (DayInstruments instruments : batch.instruments()) {
                part(parts, instruments.tradeDate()).instruments().add(instruments);
            }
        }
        return parts;
    }

    private Part part(Map<String, Part> parts, String date) {
        return parts.computeIfAbsent(name(pattern, date), name -> new Part());
    }

    private TickDatabase file(String name) throws SQLException {
        TickDatabase database = open.get(name);
        if (database == null) {
            if (open.size() >= OPEN) {
                open.remove(open.keySet().iterator().next()).close();
            }
            database = TickDatabase.open(Path.of(name));
            open.put(name, database);
        }
        return database;
    }

    /** Closes all files; the next write opens those it needs. */
    @Override
    public void close() {
        current = null;
        open.values().forEach(TickDatabase::close);
        open.clear();
    }
}
