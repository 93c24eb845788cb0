package dev.liquidity.receiver.store;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import dev.liquidity.receiver.batch.InFlight;
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
 * The store writer's duty: collects batches for one commit interval, or until they hold {@link #TICKS_A_COMMIT} ticks,
 * commits them to SQLite, and passes them on to be acknowledged. While the reader waits for everything to be
 * acknowledged, the interval does not count. A commit that fails for a passing reason is repeated until it succeeds;
 * until then nothing more is taken from the queue.
 */
public final class StoreWriter implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    /** Most ticks in one commit: about 10 MB of memory, and of write-ahead log. */
    static final int TICKS_A_COMMIT = 20_000;

    private static final long POLL_MILLIS = 100;
    private static final long REMINDER_NANOS = Duration.ofSeconds(30).toNanos();

    private final String dbPath;
    private final StoreFiles files;
    private final long intervalNanos;
    private final BatchQueue in;
    private final BlockingQueue<List<Batch>> out;
    private final InFlight inFlight;
    private final Counters.Counter stored;
    private final Counters.Counter redelivered;
    private final Counters.Counter conflicts;
    private final Counters.Counter levelsBeyond;
    private final Counters.Counter retries;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofMillis(800));

    private List<Batch> collected = new ArrayList<>();
    private int collectedTicks;
    private int weight;
    private long lastCommitNanos;
    private boolean isDue;
    private long failingSinceNanos;
    private long remindedNanos;

    public StoreWriter(
            Settings.Persistence settings,
            BatchQueue in,
            BlockingQueue<List<Batch>> out,
            InFlight inFlight,
            Counters counters) {
        dbPath = settings.dbPath();
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
        retries = counters.faults("store_retries", "commits that failed and were tried again");
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
            collect(isLast);
        }
        if (isDue) {
            commit();
            return true;
        }
        return !isLast;
    }

    @Override
    public void onClose() {
        files.close();
    }

    private void collect(boolean isLast) throws InterruptedException {
        Batch batch = in.poll(waitMillis());
        while (batch != null) {
            collected.add(batch);
            collectedTicks += batch.ticks().size();
            weight += batch.weight();
            batch = weight < TICKS_A_COMMIT ? in.poll(0) : null;
        }
        isDue = !collected.isEmpty()
                && (weight >= TICKS_A_COMMIT
                        || System.nanoTime() - lastCommitNanos >= intervalNanos
                        || inFlight.isAwaited()
                        || isLast);
    }

    private long waitMillis() {
        if (collected.isEmpty()) {
            return POLL_MILLIS;
        }
        long left = intervalNanos - (System.nanoTime() - lastCommitNanos);
        return Math.max(1, Math.min(POLL_MILLIS, TimeUnit.NANOSECONDS.toMillis(left)));
    }

    private void commit() throws InterruptedException {
        if (collectedTicks > 0 && backoff.failures() == 0) {
            LOG.info("Persisting {} ticks", collectedTicks);
        }
        try {
            count(files.write(collected));
        } catch (SQLException e) {
            retryOrGiveUp(e);
            return;
        }
        if (backoff.failures() > 0) {
            LOG.info(
                    "The database takes commits again, after {} s",
                    Duration.ofNanos(System.nanoTime() - failingSinceNanos).toSeconds());
            backoff.reset();
        }
        lastCommitNanos = System.nanoTime();
        out.put(collected);
        collected = new ArrayList<>();
        collectedTicks = 0;
        weight = 0;
        isDue = false;
    }

    private void count(Outcome outcome) {
        stored.add(outcome.stored());
        redelivered.add(outcome.known());
        conflicts.add(outcome.rejected());
        levelsBeyond.add(outcome.levelsBeyond());
        if (outcome.rejected() > 0) {
            LOG.warn("{} ticks are not stored but kept in rejected_entries", outcome.rejected());
        }
    }

    private void retryOrGiveUp(SQLException e) throws InterruptedException {
        if (StoreFault.of(e) != StoreFault.PASSING) {
            throw new UserException(
                    ExitCode.STORE,
                    "the database " + dbPath + " can't be used any more (" + e.getMessage()
                            + "): check it with sqlite3 (PRAGMA integrity_check), its disk and its rights; Redis still"
                            + " has what is not stored",
                    e);
        }
        retries.increment();
        if (StoreFault.spoilsConnection(e)) {
            files.close();
        }
        long now = System.nanoTime();
        if (backoff.failures() == 0) {
            failingSinceNanos = now;
        }
        if (backoff.failures() == 0 || now - remindedNanos > REMINDER_NANOS) {
            remindedNanos = now;
            LOG.warn("The database does not take {} ticks ({}); trying again", collectedTicks, e.getMessage());
        }
        Thread.sleep(backoff.nextMillis());
    }
}
