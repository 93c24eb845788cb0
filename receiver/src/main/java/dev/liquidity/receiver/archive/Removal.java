package dev.liquidity.receiver.archive;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.store.TickRemoval;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes a date's ticks from a database, or its file, after it has compared them with the archive once more. Not
 * thread-safe: used by the main thread only.
 */
record Removal(Duck duck, ArchiveFolder folder, DateWriter writer, Path database, boolean isDated, StopSignal stop) {
    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);
    private static final int TRIES = 5;

    /** @throws UserException if the archive has other values; nothing is deleted then */
    void remove(LocalDate date) throws SQLException, IOException, InterruptedException {
        long begun = System.nanoTime();
        try (TickRemoval removal = new TickRemoval(database)) {
            if (isDated) {
                // What came without ticks.
                writer.write(database, TickRange.none(date), StoredTicks.lastId(database));
            }
            TickRange range = StoredTicks.range(database, date, folder.archived(date));
            if (range.isEmpty() && !isDated) {
                return;
            }
            if (!range.isEmpty()) {
                requireEqual(range);
            }
            long check = writer.writeMinutes(database, range);
            if (isDated) {
                Map<LocalDate, TickRange> archived = range.isEmpty() ? Map.of() : Map.of(date, range);
                boolean isAll =
                        StoredTicks.ranges(database, Map.of(), Long.MAX_VALUE).equals(archived);
                boolean isDeleted = isAll && removal.deleteFile();
                LOG.info("{}: {} {}", date, database, isDeleted ? "is deleted" : "got more, and stays for now");
                return;
            }
            for (int tries = 1;
                    check > 0 && !removal.deleteMinutes(date, Minutes.CHECK, check, range.first());
                    tries++) {
                if (tries == TRIES) {
                    LOG.info("{}: late ticks are coming, and it stays in {} for now", date, database);
                    return;
                }
                check = writer.writeMinutes(database, range);
            }
            duck.forEach("SELECT id FROM " + archived(range) + " ORDER BY id", row -> {
                if (!stop.isRequested()) {
                    removal.delete(row.getLong(1));
                }
            });
            LOG.info("{}: deleted {} ticks from {} in {} s", date, removal.finish(), database, Archive.seconds(begun));
        }
    }

    private void requireEqual(TickRange range) throws SQLException, IOException, InterruptedException {
        LocalDate date = range.date();
        String stored = range.call(database);
        String difference = Comparison.difference(duck, ArchiveTable.TICKS, stored, archived(range));
        if (difference != null) {
            LOG.warn("{}: SQLite and the archive differ ({}); what the archive lacks is archived", date, difference);
            writer.writeMissing(date, database);
            // Of a date that was made anew, or came late, SQLite may have some ticks only.
            String some = archived(range) + " AND id IN (SELECT id FROM " + stored + ")";
            difference = Comparison.difference(duck, ArchiveTable.TICKS, stored, some);
        }
        if (difference != null) {
            throw new UserException(
                    ExitCode.STORE,
                    "the archive of " + date + " in " + folder.root() + " differs from " + database + ": "
                            + difference
                            + "; nothing is deleted: move that date's folder away, and archive it again");
        }
    }

    /** The database's own archived ticks, from the first that it still has: a deletion may have been interrupted. */
    private String archived(TickRange range) throws IOException {
        List<Path> parts = folder.parts(range.date(), true);
        String ticks = parts.isEmpty()
                ? "(SELECT " + ArchiveTable.TICKS.list(Column::absent) + " LIMIT 0)"
                : Comparison.parquet(parts);
        return ticks + " WHERE id BETWEEN " + range.first() + " AND " + range.last();
    }
}
