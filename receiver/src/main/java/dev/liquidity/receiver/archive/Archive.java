package dev.liquidity.receiver.archive;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.store.DatedFiles;
import dev.liquidity.receiver.store.Rebuild;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves dates from SQLite into the archive: writes what the archive lacks of them, and once a date is older than some
 * days and the archive has all of it, deletes its ticks from SQLite. A run that is interrupted at any moment leaves
 * nothing missing or double, and the next one goes on. Not thread-safe: used by the main thread only.
 */
public final class Archive {
    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
    private static final long LOOK_MILLIS = 200;

    private final Settings.Persistence settings;
    private final ArchiveFolder folder;
    private final boolean isDated;
    private final LocalDate today;
    private final StopSignal stop;

    /** @param today the date in India */
    public Archive(Settings.Persistence settings, LocalDate today, StopSignal stop) {
        this.settings = settings;
        folder = ArchiveFolder.of(settings);
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
            DateWriter writer = new DateWriter(duck, folder, scratch(), isDated, stop);
            List<Path> databases = DatedFiles.of(settings.dbPath());
            if (!plan.isDry) {
                writer.finishWithdrawals(databases);
            }
            for (Path database : databases) {
                archive(plan, database, writer, new Removal(duck, folder, writer, database, isDated, stop));
            }
            if (!plan.isDry && !stop.isRequested()) {
                new PairSums(duck, folder, scratch()).complete();
            }
        });
    }

    /** Whether the archive has a date. */
    public boolean has(LocalDate date) throws IOException {
        return !folder.parts(ArchiveTable.TICKS, date).isEmpty();
    }

    /** The archived dates that are so old that their ticks are deleted from SQLite, or will be. */
    public Set<LocalDate> deleted() throws IOException {
        return folder.dates()
                .headMap(today.minusDays(settings.archiveKeepDays()), false)
                .keySet();
    }

    /**
     * Compares an archived date with the connector's journal, and stores and archives what is missing.
     *
     * @return whether all that the journal has is archived now, with the same values
     */
    public boolean compare(LocalDate date, Rebuild journal) throws InterruptedException {
        boolean[] isSame = new boolean[1];
        alone(duck -> {
            Path witness = scratch().resolve("journal.db");
            journal.store(witness.toString(), id -> true);
            String ticks = SqliteRows.call(witness, "ticks", "true");
            Set<Long> missing = new HashSet<>();
            List<Path> parts = folder.parts(ArchiveTable.TICKS, date);
            String lacking = "SELECT id FROM " + ticks + " WHERE NOT " + ArchiveFolder.hasTick(parts);
            duck.forEach(lacking, row -> missing.add(row.getLong(1)));
            LOG.info("{}: the archive lacks {} ticks of the journal", date, missing.size());
            // Of a date that has left SQLite, or has ticks in other databases, only what is missing comes back.
            boolean isElsewhere = date.isBefore(today.minusDays(settings.archiveKeepDays()))
                    || !folder.parts(date, false).isEmpty();
            isSame[0] = journal.store(settings.dbPath(), isElsewhere ? missing::contains : id -> true);
            DateWriter writer = new DateWriter(duck, folder, scratch(), isDated, stop);
            for (Path database : DatedFiles.of(settings.dbPath())) {
                writer.writeMissing(date, database);
            }
            new PairSums(duck, folder, scratch()).complete();
            String archived = Comparison.parquet(folder.parts(ArchiveTable.TICKS, date)) + " WHERE " + Comparison.TICK
                    + " IN (SELECT " + Comparison.SQLITE_TICK + " FROM " + ticks + ")";
            String difference = Comparison.difference(duck, ArchiveTable.TICKS, ticks, archived);
            if (difference != null) {
                isSame[0] = false;
                LOG.error("{}: the archive has other values than the journal: {}", date, difference);
            }
        });
        return isSame[0];
    }

    private interface Work {
        void run(Duck duck) throws SQLException, IOException, InterruptedException;
    }

    /** Does some work, unless another process archives the database; waits for those that archive others there. */
    private void alone(Work work) throws InterruptedException {
        Path root = folder.root();
        try {
            Files.createDirectories(root);
            try (FileChannel own = FileChannel.open(root.resolve("_lock-" + folder.source()), CREATE, WRITE);
                    FileLock ownHeld = own.tryLock();
                    FileChannel all = FileChannel.open(root.resolve("_lock"), CREATE, WRITE);
                    FileLock held = ownHeld == null ? null : await(all)) {
                if (held == null) {
                    LOG.info("Another process archives {}: nothing to do", settings.dbPath());
                    return;
                }
                empty(scratch());
                try (Duck duck = Duck.open(scratch())) {
                    duck.run("SET enable_progress_bar = " + SqliteRows.IS_WATCHED);
                    work.run(duck);
                } finally {
                    empty(scratch());
                }
            }
        } catch (IOException | SQLException e) {
            throw new UserException(
                    ExitCode.STORE,
                    "the archive in " + root + " is not complete (" + e
                            + "); nothing is lost: see what is wrong, and run it again",
                    e);
        }
    }

    /** Returns null if a stop is requested first. */
    private FileLock await(FileChannel lock) throws IOException, InterruptedException {
        FileLock held = lock.tryLock();
        if (held == null) {
            LOG.info("Waiting for another receiver's run, which archives into {}", folder.root());
        }
        while (held == null && !stop.await(LOOK_MILLIS)) {
            held = lock.tryLock();
        }
        return held;
    }

    private Path scratch() {
        return folder.root().resolve("_scratch");
    }

    private void archive(Plan plan, Path database, DateWriter writer, Removal removal)
            throws SQLException, IOException, InterruptedException {
        long last = StoredTicks.lastId(database);
        NavigableMap<LocalDate, TickRange> fresh = StoredTicks.ranges(database, folder.dates(), last);
        LocalDate ofFile = DatedFiles.date(settings.dbPath(), database);
        if (ofFile != null && ofFile.isBefore(today)) {
            // It may have gaps alone.
            fresh.putIfAbsent(ofFile, TickRange.none(ofFile));
        }
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
                removal.remove(date);
            }
        }
    }

    static void empty(Path scratch) throws IOException {
        Files.createDirectories(scratch);
        for (Path file : ArchiveFolder.list(scratch, "*")) {
            Files.delete(file);
        }
    }

    static String seconds(long begunNanos) {
        return "%.1f".formatted((System.nanoTime() - begunNanos) / 1e9);
    }
}
