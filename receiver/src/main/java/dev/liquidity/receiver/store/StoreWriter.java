package dev.liquidity.receiver.store;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import dev.liquidity.receiver.batch.InFlight;
import dev.liquidity.receiver.batch.Tally;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
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

    private final String pattern;
    private final StoreFiles files;
    private final long intervalNanos;
    private final BatchQueue in;
    private final BlockingQueue<List<Batch>> out;
    private final InFlight inFlight;
    private final Tally tally;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofMillis(800));

    private List<Batch> collected = new ArrayList<>();
    private int collectedTicks;
    private int weight;
    private long lastCommitNanos;
    private boolean isDue;
    private long failingSinceNanos;
    private long saidAtNanos;
    private volatile boolean draining;

    public StoreWriter(
            Settings.Persistence settings,
            BatchQueue in,
            BlockingQueue<List<Batch>> out,
            InFlight inFlight,
            Tally tally) {
        pattern = settings.dbPath();
        files = new StoreFiles(pattern);
        intervalNanos = settings.dumpInterval().toNanos();
        // The first ticks, as those after a pause, are stored at once.
        lastCommitNanos = System.nanoTime() - intervalNanos;
        this.in = in;
        this.out = out;
        this.inFlight = inFlight;
        this.tally = tally;
    }

    /**
     * Opens the database before anything is started, so that what can't be used is said at once.
     *
     * @throws UserException ({@link ExitCode#STORE}) when it can't be used
     */
    public void open(Clock clock) {
        try {
            files.openFirst(Ist.date(clock.millis() * 1000).toString());
        } catch (SQLException e) {
            LOG.warn("the database is not available yet ({}); it will be tried again", e.getMessage());
        }
    }

    /** Has the duty end once nothing is left to do; nothing may be put into its queue after this. */
    public void drain() {
        draining = true;
    }

    @Override
    public boolean cycle() throws InterruptedException {
        if (!isDue) {
            collect();
        }
        if (isDue) {
            commit();
        } else if (draining && collected.isEmpty() && in.isEmpty()) {
            files.close();
            return false;
        }
        return true;
    }

    private void collect() throws InterruptedException {
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
                        || draining);
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
            Outcome outcome = files.write(collected);
            tally.stored.add(outcome.stored());
            tally.redelivered.add(outcome.known());
            tally.conflicts.add(outcome.rejected());
            if (outcome.rejected() > 0) {
                LOG.warn("{} ticks were not stored; they are kept in rejected_entries", outcome.rejected());
            }
        } catch (SQLException e) {
            retryOrGiveUp(e);
            return;
        }
        if (backoff.failures() > 0) {
            LOG.info("the database takes writes again, after {} s", secondsSince(failingSinceNanos));
            backoff.reset();
        }
        lastCommitNanos = System.nanoTime();
        out.put(collected);
        collected = new ArrayList<>();
        collectedTicks = 0;
        weight = 0;
        isDue = false;
    }

    private void retryOrGiveUp(SQLException e) throws InterruptedException {
        if (StoreFault.of(e) != StoreFault.PASSING) {
            throw new UserException(
                    ExitCode.STORE,
                    "the database " + pattern + " can't be used any more (" + e.getMessage()
                            + "): check it with sqlite3 (PRAGMA integrity_check), its disk and its rights; what is not stored yet is still in Redis",
                    e);
        }
        tally.storeRetries.increment();
        if (StoreFault.spoilsConnection(e)) {
            files.close();
        }
        long now = System.nanoTime();
        if (backoff.failures() == 0) {
            failingSinceNanos = now;
        }
        if (backoff.failures() == 0 || now - saidAtNanos > REMINDER_NANOS) {
            saidAtNanos = now;
            LOG.warn(
                    "the database does not take a dump of {} ticks ({}); trying again", collectedTicks, e.getMessage());
        }
        Thread.sleep(backoff.nextMillis());
    }

    private static long secondsSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toSeconds();
    }
}
