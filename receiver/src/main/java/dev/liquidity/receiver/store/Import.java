package dev.liquidity.receiver.store;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Copies an older database into the one of the settings, a few thousand ticks a transaction, and compares each chunk
 * with the old file after its commit; meanwhile a running receiver can commit. What is there already stays as it is, so
 * an import that was ended is simply started again. Not thread-safe: used by the main thread only.
 */
public final class Import {
    private static final Logger LOG = LoggerFactory.getLogger(Import.class);
    private static final int BUSY_MILLIS = 1000;
    private static final int CACHE_KIB = 16 * 1024;

    /** How many of SQLite's steps, of some nanoseconds each, pass between two looks at the stop signal. */
    private static final int STEPS = 1_000_000;

    private final Path path;
    private final String pattern;
    private final StopSignal stop;
    private final String today = Ist.date(Instant.now()).toString();
    private final ImportTally tally = new ImportTally();

    public Import(Path path, Settings.Persistence settings, StopSignal stop) {
        this.path = path;
        pattern = settings.dbPath();
        this.stop = stop;
    }

    /**
     * The old rows that go into one file.
     *
     * @param date null if all go into the same
     * @param from the lowest ID of a tick
     * @param to the highest; below {@code from} without ticks
     */
    private record Slice(String date, long from, long to) {}

    /**
     * Copies all of it, or as much as there is time for until the stop.
     *
     * @throws UserException ({@link ExitCode#STORE}) if either file can't be used, or a copied row is not the old one
     */
    public void run() throws InterruptedException {
        try (Sql sql = open()) {
            OldFile old = OldFile.attach(path, sql);
            sql.update("PRAGMA old.cache_size = -" + CACHE_KIB);
            LOG.info("Reading {}, which may take minutes before the first tick is copied", path);
            for (Slice slice : slices(sql, old)) {
                copy(sql, old, slice);
            }
            tally.endLine();
            finish(sql.number("SELECT count(*) FROM " + old.levels() + " d WHERE " + old.isLevel()) - tally.levels);
        } catch (SQLException e) {
            tally.endLine();
            if (!stop.isRequested()) {
                throw new UserException(
                        ExitCode.STORE,
                        path + " can't be imported (" + e.getMessage()
                                + "): see what is wrong, and start the import again; it goes on where it ended",
                        e);
            }
            LOG.info("Stopped after {}; start the import again, and it goes on from there", tally);
        }
    }

    private void finish(long orphans) {
        LOG.info("Imported {} into {}: {}", path, pattern, tally);
        if (orphans > 0) {
            LOG.warn("Levels that belong to no tick, and are left out: {}", orphans);
        }
        if (tally.refused > 0) {
            LOG.warn("Ticks that are not stored but kept in rejected_entries, with the reason: {}", tally.refused);
        }
        if (tally.difference != null) {
            throw new UserException(
                    ExitCode.STORE,
                    "not all of " + path + " is in " + pattern + " as it was; the first difference: " + tally.difference
                            + ": keep the file, it is unchanged");
        }
    }

    private Sql open() throws SQLException {
        NativeLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.FILE);
        var connection = DriverManager.getConnection("jdbc:sqlite::memory:", config.toProperties());
        ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return stop.isRequested() ? 1 : 0;
            }
        });
        return new Sql(connection);
    }

    private List<Slice> slices(Sql sql, OldFile old) throws SQLException {
        boolean isDated = DatedFiles.isDated(pattern);
        String date = isDated ? old.fileDate() : "?1";
        String others = !isDated || !old.isLayout1()
                ? ""
                : SideTable.ALL.stream()
                        .map(table -> " UNION ALL SELECT " + table.date() + ", NULL FROM old." + table.name())
                        .reduce("", String::concat);
        List<Object[]> rows = sql.rows(
                "SELECT ifnull(min(id), 1), ifnull(max(id), 0), count(id), date FROM (SELECT " + date
                        + " AS date, t.id AS id FROM old.ticks t" + others + ")"
                        + (isDated ? " GROUP BY date ORDER BY 1" : ""),
                today);
        tally.ticksInAll = rows.stream().mapToLong(row -> Sql.asLong(row[2])).sum();
        return rows.stream()
                .map(row -> new Slice(isDated ? row[3].toString() : null, Sql.asLong(row[0]), Sql.asLong(row[1])))
                .toList();
    }

    private void copy(Sql sql, OldFile old, Slice slice) throws SQLException, InterruptedException {
        Path target = Path.of(slice.date == null ? pattern : StoreFiles.name(pattern, slice.date));
        refuseItself(target);
        Sql.patiently(stop, () -> TickDatabase.open(target).close());
        sql.update("ATTACH ? AS new", target.toAbsolutePath().toString());
        sql.update("PRAGMA new.cache_size = -" + CACHE_KIB);
        ImportChunk chunk = new ImportChunk(sql, old, path.getFileName().toString(), slice.date, today, tally);
        if (old.isLayout1()) {
            Sql.patiently(stop, chunk::copySideTables);
            chunk.compareSideTables();
        }
        long from = slice.from;
        while (from <= slice.to) {
            long to = chunk.stage(from, slice.to);
            Sql.patiently(stop, chunk::store);
            chunk.compare();
            from = to + 1;
        }
        sql.update("DETACH new");
    }

    private void refuseItself(Path target) throws SQLException {
        try {
            if (Files.exists(target) && Files.isSameFile(path, target)) {
                throw new UserException(
                        ExitCode.STORE,
                        path
                                + " is the database that persistence.db_path names: move it to another name,"
                                + " and import that");
            }
        } catch (IOException e) {
            throw TickDatabase.unusable(target, e.toString(), e);
        }
    }
}
