package dev.liquidity.receiver.archive;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.store.DatedFiles;
import dev.liquidity.receiver.store.TickRemoval;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves dates from SQLite into the archive: writes what the archive lacks of them, and once a date is older than some
 * days and the archive has all of it, deletes its ticks from SQLite. A run that is interrupted at any moment leaves
 * nothing missing or double, and the next one goes on. Not thread-safe: used by the main thread only.
 */
public final class Archive {
    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

    private final Settings.Persistence settings;
    private final ArchiveFolder folder;
    private final boolean isDated;
    private final LocalDate today;
    private final StopSignal stop;

    /** @param today the date in India */
    public Archive(Settings.Persistence settings, LocalDate today, StopSignal stop) {
        this.settings = settings;
        folder = new ArchiveFolder(settings.archiveDir());
        isDated = DatedFiles.isDated(settings.dbPath());
        this.today = today;
        this.stop = stop;
    }

    /**
     * What a run does.
     *
     * @param from the first date
     * @param through the last date
     * @param keepDays how many days before today stay in SQLite, too
     * @param isDry whether it only says what it would do
     */
    public record Plan(LocalDate from, LocalDate through, int keepDays, boolean isDry) {}

    /** Copies the ticks that are not archived yet into files for queries, and archives nothing. */
    public void copyRunning() throws InterruptedException {
        alone(duck -> {
            for (Path database : DatedFiles.of(settings.dbPath())) {
                RunningDay.write(duck, folder, scratch(), database);
            }
        });
    }

    /**
     * Archives the dates of a plan.
     *
     * @throws UserException ({@link ExitCode#STORE}) if the database or the archive can't be used, or they differ
     */
    public void run(Plan plan) throws InterruptedException {
        alone(duck -> {
            DateWriter writer = plan.isDry ? null : new DateWriter(duck, folder, scratch(), isDated);
            for (Path database : DatedFiles.of(settings.dbPath())) {
                archive(plan, database, duck, writer);
            }
        });
    }

    private interface Work {
        void run(Duck duck) throws SQLException, IOException, InterruptedException;
    }

    /** Does some work, unless another process is at it. */
    private void alone(Work work) throws InterruptedException {
        Path lock = folder.root().resolve("_lock");
        try {
            Files.createDirectories(folder.root());
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held == null) {
                    LOG.info("Another process archives into {}: nothing to do", folder.root());
                    return;
                }
                empty(scratch());
                try (Duck duck = Duck.open(scratch())) {
                    duck.run(
                            "SET enable_progress_bar = " + (System.console() != null && System.getenv("TERM") != null));
                    work.run(duck);
                } finally {
                    empty(scratch());
                }
            }
        } catch (IOException | SQLException e) {
            throw new UserException(
                    ExitCode.STORE,
                    "the archive in " + folder.root() + " is not complete (" + e
                            + "); nothing is lost: see what is wrong, and run it again",
                    e);
        }
    }

    private Path scratch() {
        return folder.root().resolve("_scratch");
    }

    private void archive(Plan plan, Path database, Duck duck, DateWriter writer)
            throws SQLException, IOException, InterruptedException {
        long last = StoredTicks.lastId(database);
        NavigableMap<LocalDate, TickRange> fresh = StoredTicks.ranges(database, folder.dates(), last);
        for (TickRange range : fresh.subMap(plan.from, true, plan.through, true).values()) {
            if (stop.isRequested()) {
                return;
            }
            if (!range.isEmpty() || folder.archived(range.date()) < 0) {
                if (plan.isDry) {
                    LOG.info("{}: would archive its ticks from ID {} to {}", range.date(), range.first(), range.last());
                } else {
                    long begun = System.nanoTime();
                    long ticks = writer.write(database, range, last);
                    LOG.info("{}: archived {} ticks in {} s", range.date(), ticks, seconds(begun));
                }
            }
        }
        RunningDay.removeArchived(folder, database);
        LocalDate oldestKept = today.minusDays(plan.keepDays);
        for (LocalDate date : fresh.subMap(plan.from, true, plan.through, true).keySet()) {
            if (stop.isRequested() || !date.isBefore(oldestKept)) {
                return;
            }
            if (plan.isDry) {
                LOG.info("{}: would delete its ticks from {}", date, database);
            } else {
                remove(date, database, duck, writer);
            }
        }
    }

    /** Deletes a date's ticks from SQLite, or its file, after it has compared them with the archive once more. */
    private void remove(LocalDate date, Path database, Duck duck, DateWriter writer)
            throws SQLException, IOException, InterruptedException {
        long begun = System.nanoTime();
        try (TickRemoval removal = new TickRemoval(database)) {
            if (isDated) {
                // What came without ticks.
                writer.write(database, new TickRange(date, 0, -1), StoredTicks.lastId(database));
            }
            TickRange range = all(date, database);
            if (range.isEmpty()) {
                return;
            }
            String difference = difference(range, database, duck);
            if (difference != null) {
                LOG.warn("{}: the archive lacks ticks of it ({}), and gets them now", date, difference);
                writer.writeMissing(database, range, StoredTicks.lastId(database));
                difference = difference(range, database, duck);
            }
            if (difference != null) {
                throw new UserException(
                        ExitCode.STORE,
                        "the archive of " + date + " in " + folder.root() + " differs from " + database + ": "
                                + difference
                                + "; nothing is deleted: move that date's folder away, and archive it again");
            }
            if (isDated) {
                boolean isAll =
                        StoredTicks.ranges(database, Map.of(), Long.MAX_VALUE).equals(Map.of(date, range));
                boolean isDeleted = isAll && removal.deleteFile();
                LOG.info("{}: {} {}", date, database, isDeleted ? "is deleted" : "got more, and stays for now");
                return;
            }
            String ids = "SELECT id FROM " + archived(range) + " ORDER BY id";
            duck.forEach(ids, row -> {
                if (!stop.isRequested()) {
                    removal.delete(row.getLong(1));
                }
            });
            LOG.info("{}: deleted {} ticks from {} in {} s", date, removal.finish(), database, seconds(begun));
        }
    }

    private TickRange all(LocalDate date, Path database) throws SQLException, IOException {
        NavigableMap<LocalDate, TickRange> all = StoredTicks.ranges(database, Map.of(), folder.archived(date));
        return all.getOrDefault(date, new TickRange(date, 0, -1));
    }

    private String difference(TickRange range, Path database, Duck duck) throws SQLException, IOException {
        String stored = range.call(database);
        String archived = archived(range);
        String difference = Comparison.difference(duck, ArchiveTable.TICKS, stored, archived);
        // Ticks that came again after a deletion are a few of the archive's.
        archived += " AND id IN (SELECT id FROM " + stored + ")";
        return difference == null ? null : Comparison.difference(duck, ArchiveTable.TICKS, stored, archived);
    }

    /** The archive's ticks of a date, from the first that SQLite still has: a deletion may have been interrupted. */
    private String archived(TickRange range) throws IOException {
        return Comparison.parquet(folder.parts(ArchiveTable.TICKS, range.date())) + " WHERE id BETWEEN " + range.first()
                + " AND " + range.last();
    }

    private static void empty(Path scratch) throws IOException {
        Files.createDirectories(scratch);
        try (Stream<Path> files = Files.list(scratch)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static String seconds(long begunNanos) {
        return "%.1f".formatted((System.nanoTime() - begunNanos) / 1e9);
    }
}
