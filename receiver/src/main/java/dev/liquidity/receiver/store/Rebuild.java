package dev.liquidity.receiver.store;

import dev.liquidity.common.journal.JournalFiles;
import dev.liquidity.common.journal.JournalTicks;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.FeedGapJson;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.TickEntry;
import dev.liquidity.receiver.batch.TickTimes;
import dev.liquidity.receiver.batch.TradeDates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a date from the connector's journal into a database, as if the stream brought it once more: a tick that is
 * there stays as it is, and if it has other values, the journal's are kept in {@code rejected_entries}. Its
 * transactions are so small that a running receiver can commit between them. Not thread-safe: used by the main thread
 * only.
 */
public final class Rebuild {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
    private static final int TICKS_A_COMMIT = 5_000;

    private final LocalDate date;
    private final Path journalDir;
    private final TickTimes times;
    private final StopSignal stop;
    private final TradeDates dates = new TradeDates();

    /** The last tick that was compared. */
    private long lastId;

    public Rebuild(LocalDate date, Path journalDir, InstantSource clock, StopSignal stop) {
        this.date = date;
        this.journalDir = journalDir;
        this.stop = stop;
        times = new TickTimes(clock);
    }

    /**
     * Stores what a database lacks, and says what was missing or differs.
     *
     * @param isWanted the IDs of the ticks to store
     * @return whether all of them are stored now, with the same values
     * @throws UserException ({@link ExitCode#USAGE}) if the journal has no file of the date; ({@link ExitCode#STORE})
     *     if it or the database can't be used
     */
    public boolean store(String dbPath, LongPredicate isWanted) throws InterruptedException {
        Path file = Path.of(StoreFiles.name(dbPath, date.toString()));
        boolean isNew = Files.notExists(file);
        Counters faults = new Counters();
        try (JournalTicks journal = new JournalTicks(files(), faults);
                StoreFiles database = new StoreFiles(dbPath)) {
            Sql.patiently(stop, () -> TickDatabase.open(file).close());
            try (Sql stored = new Sql(ReadOnly.open(file))) {
                Outcome outcome = Outcome.NOTHING;
                Batch batch = read(journal, isWanted, stored);
                while (batch != null) {
                    outcome = outcome.plus(insert(batch, database));
                    batch = read(journal, isWanted, stored);
                }
                report(outcome, ticksUpToLast(stored), isNew, file);
                if (faults.faultCount() > 0) {
                    LOG.warn("{}: what the journal has and can't be read: {}", date, faults.line());
                }
                return outcome.rejected() == 0 && !stop.isRequested();
            }
        } catch (SQLException | IOException | MalformedEntryException e) {
            throw new UserException(
                    ExitCode.STORE, date + " is not complete (" + e + "): see what is wrong, and run it again", e);
        }
    }

    /** Those of the date and of later ones: an instrument's last tick comes again when it is subscribed. */
    private JournalFiles files() throws IOException {
        JournalFiles files = JournalFiles.since(date, journalDir);
        if (files.files().stream().noneMatch(file -> file.day().equals(date))) {
            throw new UserException(
                    ExitCode.USAGE,
                    "the journal in " + journalDir + " has nothing of " + date
                            + ": nothing is compared; connector.journal_keep_days says how long it is kept");
        }
        return files;
    }

    /** Reads what goes into one transaction; null at the journal's present end. */
    private Batch read(JournalTicks journal, LongPredicate isWanted, Sql stored)
            throws IOException, SQLException, MalformedEntryException {
        Part part = new Part();
        while (part.ticks().size() < TICKS_A_COMMIT) {
            if (stop.isRequested() || !journal.next()) {
                return part.equals(new Part()) ? null : part.batch();
            }
            switch (journal.kind()) {
                case TICKS -> {
                    for (int i = 0; i < journal.count(); i++) {
                        StreamId id = StreamId.unpack(journal.id(i));
                        long time = times.of(journal.tick(i), id);
                        String day = dates.of(time);
                        if (day.equals(date.toString()) && isWanted.test(journal.id(i))) {
                            lastId = journal.id(i);
                            part.ticks().add(new TickEntry(id, journal.tick(i), time, day));
                        }
                    }
                }
                case INSTRUMENTS -> {
                    if (Ist.date(journal.arrivedAtMicros()).equals(date)) {
                        part.instruments()
                                .add(new DayInstruments(
                                        date.toString(),
                                        List.copyOf(journal.instruments().values())));
                    }
                }
                case GAP -> {
                    FeedGap gap = FeedGapJson.read(journal.gap());
                    if (Ist.date(gap.from()).equals(date) && !isFilled(gap, journal, stored)) {
                        part.gaps().add(gap);
                    }
                }
            }
        }
        return part.batch();
    }

    /** Whether a gap is of the journal alone, which was damaged after its ticks had been stored. */
    private static boolean isFilled(FeedGap gap, JournalTicks journal, Sql stored) throws SQLException {
        return gap.reason().startsWith(JournalTicks.DAMAGED)
                && stored.number(
                                "SELECT EXISTS (SELECT 1 FROM ticks WHERE id BETWEEN ? AND ?)",
                                journal.gapId(),
                                journal.lastId())
                        > 0;
    }

    /** Inserts a batch, and leaves the database to others for as long as that took. */
    private Outcome insert(Batch batch, StoreFiles database) throws SQLException, InterruptedException {
        Outcome[] outcome = new Outcome[1];
        long begun = System.nanoTime();
        Sql.patiently(stop, () -> {
            try {
                outcome[0] = database.insert(List.of(batch), false);
                database.commit();
            } catch (SQLException e) {
                database.rollback();
                database.leaveMoved();
                throw e;
            }
        });
        LockSupport.parkNanos(System.nanoTime() - begun);
        return outcome[0];
    }

    /** The date's ticks in a database, without those that came while it was compared. */
    private long ticksUpToLast(Sql database) throws SQLException {
        return database.number(
                "SELECT count(*) FROM (SELECT DISTINCT tradingsymbol AS symbol FROM ticks) CROSS JOIN ticks"
                        + " WHERE tradingsymbol = symbol AND trade_date = ? AND id <= ?",
                date.toString(),
                lastId);
    }

    private void report(Outcome outcome, long ticks, boolean isNew, Path file) {
        int journaled = outcome.stored() + outcome.known() + outcome.rejected();
        LOG.info("{}: compared {} ticks of the journal with {}", date, journaled, file);
        if (isNew) {
            LOG.info("{}: {} is made anew, of {} ticks", date, file, outcome.stored());
        } else if (outcome.stored() > 0) {
            LOG.warn("{}: {} ticks were missing, and are stored now", date, outcome.stored());
        }
        if (outcome.rejected() > 0) {
            LOG.error(
                    "{}: {} ticks have other values, and stay as they are; rejected_entries has the journal's",
                    date,
                    outcome.rejected());
        }
        if (ticks > journaled) {
            LOG.warn("{}: {} ticks are not in the journal, or not any more", date, ticks - journaled);
        }
    }
}
