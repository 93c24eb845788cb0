package dev.liquidity.receiver.store;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.status.Disk;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import dev.liquidity.receiver.batch.InFlight;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store writer's duty: collects batches for one commit interval, or until they hold {@link #TICKS_AN_INSERT} ticks,
 * commits them to SQLite, and passes them on to be acknowledged. While the reader waits for everything to be
 * acknowledged, the interval does not count.
 *
 * <p>While more comes, the transaction stays open and takes one lot after another: a commit writes each page of the
 * index once, however many of its ticks are on it. The ticks of a lot are dropped when they are inserted, which bounds
 * the memory. If such a transaction fails, the reader is told to read them again.
 *
 * <p>What fails for a passing reason is repeated until it succeeds; until then nothing more is taken from the queue.
 */
public final class StoreWriter implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    /** Most ticks that are collected and inserted at once: about 6 MB of memory. */
    static final int TICKS_AN_INSERT = 10_000;

    /** How long a transaction stays open when nothing comes: longer than ticks gather before the keys are written. */
    private static final long LINGER_MILLIS = 500;

    /** Most ticks in one commit: about 50 MB of write-ahead log. */
    static final int TICKS_A_COMMIT = 100_000;

    private static final long POLL_MILLIS = 100;
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    /** How long a job that moves the database may take for the files beside it, before there are new ones. */
    private static final long MOVING_MILLIS = 500;

    private final StoreFiles files;
    private final long intervalNanos;
    private final BatchQueue in;
    private final BlockingQueue<List<Batch>> out;
    private final InFlight inFlight;
    private final Counters.Counter stored;
    private final Counters.Counter redelivered;
    private final Counters.Counter conflicts;
    private final Counters.Counter levelsBeyond;
    private final StoreRetries retries;

    /** Not inserted yet. */
    private final List<Batch> collected = new ArrayList<>();

    /** What to acknowledge after the commit. */
    private List<Batch> inserted = new ArrayList<>();

    private int collectedWeight;
    private int ticks;
    private Outcome outcome = Outcome.NOTHING;
    private long lastCommitNanos;
    private long lastLookNanos = System.nanoTime();
    private boolean isDue;

    /** Whether the next insert rejects the one row that SQLite refuses. */
    private boolean isOneByOne;

    /** When the newest tick arrived of those inserted last. */
    private long newestMillis;

    /** From the arrival of the last commit's newest tick until it was stored. Written by this thread only. */
    private volatile long delayMillis;

    public StoreWriter(
            Settings.Persistence settings,
            BatchQueue in,
            BlockingQueue<List<Batch>> out,
            InFlight inFlight,
            Counters counters) {
        String dbPath = settings.dbPath();
        files = new StoreFiles(dbPath);
        intervalNanos = settings.dumpInterval().toNanos();
        // The first ticks, like those after a pause, are committed at once.
        lastCommitNanos = System.nanoTime() - intervalNanos;
        this.in = in;
        this.out = out;
        this.inFlight = inFlight;
        stored = counters.counter("stored", "ticks committed to SQLite");
        redelivered = counters.counter("redelivered", "ticks that were stored before, with the same values");
        conflicts = counters.faults("conflicts", "ticks that SQLite did not take, kept in rejected_entries");
        levelsBeyond =
                counters.counter("levels_beyond", "levels of a book beyond the fifth, stored in tick_depths_beyond");
        retries = new StoreRetries(dbPath, counters);
        counters.figure(
                "store_delay_seconds",
                "from the arrival of the last commit's newest tick until it was stored",
                () -> delayMillis / 1000.0);
        Path place = Path.of(StoreFiles.name(dbPath, ""));
        counters.figure("disk_free_bytes", "room where the database is", () -> Disk.freeBytes(place));
    }

    /**
     * Opens the database before any thread starts, so that one that can't be used ends the program at once.
     *
     * @throws UserException ({@link ExitCode#STORE}) if it can't be used
     */
    public void open(InstantSource clock) {
        try {
            files.openFirst(Ist.date(clock.instant()).toString());
        } catch (SQLException e) {
            LOG.warn("The database can't be opened yet ({}); trying again", e.getMessage());
        }
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        boolean isLast = closing.isRequested();
        if (!isDue) {
            lookAfterFiles();
            collect(isLast);
        }
        if (isDue) {
            store(isLast);
            return true;
        }
        return !isLast;
    }

    @Override
    public void onClose() {
        files.close();
    }

    /** Also when nothing comes: whoever moves the database at night finds all in it. */
    private void lookAfterFiles() throws InterruptedException {
        if (inserted.isEmpty() && System.nanoTime() - lastLookNanos >= LOOK_NANOS) {
            lastLookNanos = System.nanoTime();
            if (files.leaveMoved()) {
                Thread.sleep(MOVING_MILLIS);
            }
        }
    }

    private void collect(boolean isLast) throws InterruptedException {
        Batch batch = in.poll(inserted.isEmpty() ? waitMillis() : LINGER_MILLIS);
        while (batch != null) {
            collected.add(batch);
            collectedWeight += batch.weight();
            batch = collectedWeight < TICKS_AN_INSERT ? in.poll(0) : null;
        }
        isDue = !inserted.isEmpty()
                || !collected.isEmpty() && (collectedWeight >= TICKS_AN_INSERT || isCommitDue() || isLast);
    }

    private boolean isCommitDue() {
        return System.nanoTime() - lastCommitNanos >= intervalNanos || inFlight.isAwaited();
    }

    private long waitMillis() {
        if (collected.isEmpty()) {
            return POLL_MILLIS;
        }
        long left = intervalNanos - (System.nanoTime() - lastCommitNanos);
        return Math.max(1, Math.min(POLL_MILLIS, TimeUnit.NANOSECONDS.toMillis(left)));
    }

    /** Inserts what is collected, and commits unless more is likely to come. */
    private void store(boolean isLast) throws InterruptedException {
        int sum = ticks + count(collected);
        boolean isMoreToCome = !collected.isEmpty() && sum < TICKS_A_COMMIT && !isCommitDue() && !isLast;
        try {
            outcome = outcome.plus(files.insert(collected, isOneByOne));
            noteNewest();
            if (!isMoreToCome) {
                commit(sum);
            }
        } catch (UserException e) {
            throw e;
        } catch (SQLException e) {
            recover(e);
            return;
        } catch (RuntimeException e) {
            rollback();
            if (isOneByOne) {
                throw e;
            }
            isOneByOne = true;
            return;
        }
        for (Batch batch : collected) {
            inserted.add(batch.acknowledgement());
        }
        collected.clear();
        collectedWeight = 0;
        ticks = sum;
        isDue = false;
        isOneByOne = false;
        if (!isMoreToCome) {
            passOn();
        }
    }

    private void recover(SQLException failure) throws InterruptedException {
        StoreFault fault = StoreFault.of(failure);
        if (fault == StoreFault.DAMAGE) {
            files.noteDamage();
        }
        rollback();
        if (files.leaveMoved()) {
            retries.noteOtherFile();
            Thread.sleep(MOVING_MILLIS);
        } else if (fault == StoreFault.ROW && !isOneByOne) {
            isOneByOne = true;
        } else {
            if (StoreFault.spoilsConnection(failure)) {
                files.close();
            }
            retries.await(failure, count(collected));
        }
    }

    private void noteNewest() {
        for (Batch batch : collected) {
            int size = batch.ticks().size();
            newestMillis =
                    size == 0 ? newestMillis : batch.ticks().get(size - 1).id().millis();
        }
    }

    private static int count(List<Batch> batches) {
        return batches.stream().mapToInt(batch -> batch.ticks().size()).sum();
    }

    private void commit(int sum) throws SQLException {
        if (sum > 0 && !retries.isFailing()) {
            LOG.info("Persisting {} ticks", sum);
        }
        files.commit();
        lastCommitNanos = System.nanoTime();
        if (sum > 0) {
            delayMillis = Math.max(0, System.currentTimeMillis() - newestMillis);
        }
        retries.noteSuccess();
    }

    private void passOn() throws InterruptedException {
        stored.add(outcome.stored());
        redelivered.add(outcome.known());
        conflicts.add(outcome.rejected());
        levelsBeyond.add(outcome.levelsBeyond());
        if (outcome.rejected() > 0) {
            LOG.warn("{} ticks are not stored but kept in rejected_entries", outcome.rejected());
        }
        out.put(inserted);
        clear();
    }

    private void clear() {
        inserted = new ArrayList<>();
        ticks = 0;
        outcome = Outcome.NOTHING;
    }

    /** Ends the transaction. What is still in memory is inserted again, the rest must be read again. */
    private void rollback() {
        files.rollback();
        inFlight.giveUp(
                (int) inserted.stream().filter(batch -> batch.entries() > 0).count());
        inserted.removeIf(batch -> batch.entries() > 0);
        collected.addAll(0, inserted);
        clear();
    }
}
