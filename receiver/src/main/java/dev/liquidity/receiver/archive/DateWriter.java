package dev.liquidity.receiver.archive;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.store.LiquidityRebuild;
import dev.liquidity.receiver.store.TickRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the archive lacks of a date as further parts, reads them back, and puts them in their places once each
 * value is SQLite's. Not thread-safe: used by the main thread only.
 */
final class DateWriter {
    private static final Logger LOG = LoggerFactory.getLogger(DateWriter.class);
    private static final String TABLE = "scratch.part";

    private static final int DATE_LENGTH = 10;

    private final Duck duck;
    private final ArchiveFolder folder;
    private final Path scratch;
    private final boolean isDated;
    private final StopSignal stop;

    /**
     * @param scratch a directory on the archive's disk
     * @param isDated whether all rows of a database are of one date
     */
    DateWriter(Duck duck, ArchiveFolder folder, Path scratch, boolean isDated, StopSignal stop) throws SQLException {
        this.stop = stop;
        this.isDated = isDated;
        this.duck = duck;
        this.folder = folder;
        this.scratch = scratch;
        duck.run("SET preserve_insertion_order = false");
        duck.run("ATTACH " + Duck.text(scratch.resolve("part.duckdb").toString()) + " AS scratch");
    }

    /** A part that is written and not yet in its place. */
    private record Written(Path file, Path target) {}

    /**
     * Archives rows of a date that are not in the archive.
     *
     * @param rows ticks that were stored after the date's last part
     * @param stored the highest tick ID of the database
     * @return how many ticks were written
     */
    long write(Path database, TickRange rows, long stored) throws SQLException, IOException, InterruptedException {
        return write(database, rows, "", stored);
    }

    /** Archives those ticks of a date that a database has and its parts lack, though they should have them. */
    void writeMissing(LocalDate date, Path database) throws SQLException, IOException, InterruptedException {
        long stored = Math.max(StoredTicks.lastId(database), folder.archived(date) + 1);
        TickRange rows = StoredTicks.range(database, date, stored);
        if (!rows.isEmpty()) {
            List<Path> own = folder.parts(date, true);
            write(database, rows, own.isEmpty() ? "" : " WHERE NOT " + ArchiveFolder.hasTick(own), stored);
        }
    }

    private long write(Path database, TickRange rows, String condition, long stored)
            throws SQLException, IOException, InterruptedException {
        folder.removeUnproven(rows.date());
        // What a database got without a higher ID goes into files of its own, too.
        long number = Math.max(stored, folder.archived(rows.date()) + 1);
        List<Written> written = new ArrayList<>();
        long ticks = rows.isEmpty() ? 0 : writeTicks(database, rows, condition, number, written);
        for (ArchiveTable table : ArchiveTable.OTHERS) {
            writeOther(database, table, rows.date(), number, written);
        }
        writeMinutes(database, StoredTicks.range(database, rows.date(), Long.MAX_VALUE));
        for (Written part : written) {
            ArchiveFolder.place(part.file, part.target);
        }
        if (!written.isEmpty() || folder.archived(rows.date()) < 0) {
            folder.mark(rows.date(), number);
        }
        return ticks;
    }

    private long writeTicks(Path database, TickRange rows, String condition, long number, List<Written> written)
            throws SQLException, IOException, InterruptedException {
        ArchiveTable table = ArchiveTable.TICKS;
        LOG.info("{}: reading its ticks from {}", rows.date(), database);
        duck.run("CREATE OR REPLACE TABLE %s AS SELECT * EXCLUDE trade_date FROM %s%s"
                .formatted(TABLE, Underlyings.with(database, rows.call(database)), condition));
        withdrawOthers(database, rows.date());
        long ticks = 0;
        for (Object[] row : duck.rows("SELECT underlying, count(*) FROM " + TABLE + " GROUP BY 1 ORDER BY 1")) {
            String underlying = row[0].toString();
            Path target = folder.of(table, rows.date())
                    .resolve(ArchiveFolder.underlying(underlying))
                    .resolve(folder.part(number));
            written.add(copy(table, TABLE + " WHERE underlying = " + Duck.text(underlying), target, written.size()));
            ticks += (Long) row[1];
            LOG.info("{}: wrote {} ticks of {}", rows.date(), row[1], underlying);
        }
        return ticks;
    }

    /** Takes ticks out that are archived from another database, such as the one that this is a copy of. */
    private void withdrawOthers(Path database, LocalDate date) throws SQLException, IOException, InterruptedException {
        List<Path> others = folder.parts(date, false);
        if (!others.isEmpty()) {
            duck.run("CREATE OR REPLACE TABLE scratch.twice AS SELECT id, tradingsymbol FROM " + TABLE + " WHERE "
                    + ArchiveFolder.hasTick(others));
            if ((Long) duck.rows("SELECT count(*) FROM scratch.twice").get(0)[0] > 0) {
                LOG.info("{}: some ticks of {} are archived from another database", date, database);
                Path begun = folder.withdrawal(date.toString());
                ArchiveFolder.place(Files.createFile(scratch.resolve("withdrawal")), begun);
                try (TickRemoval removal = new TickRemoval(database)) {
                    duck.forEach("SELECT id FROM scratch.twice", row -> removal.delete(row.getLong(1)));
                    removal.finish();
                }
                reduceMinutes(begun, List.of(database));
            }
            duck.run("DELETE FROM " + TABLE + " WHERE (id, tradingsymbol) IN (SELECT (id, tradingsymbol) FROM"
                    + " scratch.twice)");
        }
    }

    /** Computes the minutes that a run left which took ticks out and did not end. */
    void finishWithdrawals(List<Path> databases) throws IOException, InterruptedException {
        for (Path begun : ArchiveFolder.list(
                folder.root(), folder.withdrawal("*").getFileName().toString())) {
            reduceMinutes(begun, databases);
        }
    }

    private void reduceMinutes(Path begun, List<Path> databases) throws IOException, InterruptedException {
        String name = begun.getFileName().toString();
        for (Path database : databases) {
            new LiquidityRebuild(stop).reduce(database, LocalDate.parse(name.substring(name.length() - DATE_LENGTH)));
        }
        if (!stop.isRequested()) {
            Files.delete(begun);
        }
    }

    private void writeOther(Path database, ArchiveTable table, LocalDate date, long number, List<Written> written)
            throws SQLException, IOException {
        List<Path> parts = folder.parts(table, date);
        String known = parts.isEmpty()
                ? ""
                : " EXCEPT SELECT " + table.list(Column::toSqlite) + " FROM " + Comparison.parquet(parts);
        duck.run("CREATE OR REPLACE TABLE %s AS SELECT %s FROM %s%s"
                .formatted(
                        TABLE,
                        table.list(Column::name),
                        SqliteRows.call(database, table.name(), isDated ? "true" : table.date() + " = '" + date + "'"),
                        known));
        if ((Long) duck.rows("SELECT count(*) FROM " + TABLE).get(0)[0] > 0) {
            written.add(copy(table, TABLE, folder.of(table, date).resolve(folder.part(number)), written.size()));
        }
    }

    /**
     * Writes the sums of a date's minutes, see {@link Minutes}.
     *
     * @param ticks of the date in SQLite; the first names the part
     * @return their {@link Minutes#CHECK}; 0 if there are none
     */
    long writeMinutes(Path database, TickRange ticks) throws SQLException, IOException {
        ArchiveTable table = ArchiveTable.MINUTES;
        LocalDate date = ticks.date();
        if (ticks.isEmpty() || !Minutes.isIn(database)) {
            return 0;
        }
        duck.run("CREATE OR REPLACE TABLE %s AS SELECT %s FROM %s"
                .formatted(
                        TABLE,
                        table.list(Column::name),
                        SqliteRows.call(database, table.name(), "trade_date = '" + date + "'")));
        Number check = (Number) duck.rows("SELECT coalesce(" + Minutes.CHECK + ", 0) FROM " + TABLE)
                .get(0)[0];
        if (check.longValue() > 0) {
            Path target = folder.of(table, date).resolve(folder.part(ticks.first()));
            // The index of no other part that waits for its place.
            Written part = copy(table, TABLE, target, Integer.MAX_VALUE);
            ArchiveFolder.place(part.file, target);
            Set<Path> counted = Minutes.counted(folder, List.of(database)).keySet();
            for (Path other : folder.allParts(table, date)) {
                if (!other.equals(target) && !counted.contains(other)) {
                    Files.delete(other);
                }
            }
        }
        return check.longValue();
    }

    /** Writes rows of SQLite's values to a file of the scratch directory, and compares what that says with them. */
    private Written copy(ArchiveTable table, String rows, Path target, int index) throws SQLException, IOException {
        Path file = scratch.resolve(index + ".parquet");
        Files.deleteIfExists(file);
        String query = "SELECT " + table.list(Column::toParquet) + " FROM " + rows;
        duck.copy(query, table.order(), file, ", KV_METADATA " + table.metadata());
        String difference = Comparison.difference(duck, table, rows, Comparison.parquet(List.of(file)));
        if (difference != null) {
            throw new UserException(
                    ExitCode.STORE,
                    "what was written for " + target + " is not what SQLite has: " + difference
                            + "; nothing is deleted: keep the database, and report it");
        }
        return new Written(file, target);
    }
}
