package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.Backoff;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commits that fail, from the first until one succeeds: how long to wait for the next, and what the log says. Not
 * thread-safe: used by the store-writer thread only, but for its figure.
 */
final class StoreRetries {
    private static final Logger LOG = LoggerFactory.getLogger(StoreRetries.class);
    private static final double NANOS_A_SECOND = 1e9;
    private static final long REMINDER_NANOS = Duration.ofSeconds(30).toNanos();

    private final String dbPath;
    private final Counters.Counter retries;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofMillis(800));

    /** 0 while the database takes commits. Written by the store-writer thread only. */
    private volatile long failingSinceNanos;

    private long remindedNanos;

    StoreRetries(String dbPath, Counters counters) {
        this.dbPath = dbPath;
        retries = counters.faults("store_retries", "commits that failed and were tried again");
        counters.figure(
                "store_failing_seconds",
                "for how long SQLite has taken no commit",
                () -> failingSinceNanos == 0 ? 0 : (System.nanoTime() - failingSinceNanos) / NANOS_A_SECOND);
    }

    boolean isFailing() {
        return backoff.failures() > 0;
    }

    void noteSuccess() {
        if (isFailing()) {
            LOG.info(
                    "The database takes commits again, after {} s",
                    Duration.ofNanos(System.nanoTime() - failingSinceNanos).toSeconds());
            backoff.reset();
            failingSinceNanos = 0;
        }
    }

    /** Counts a commit that goes into another file now. */
    void noteOtherFile() {
        retries.increment();
    }

    /**
     * Waits until the next attempt.
     *
     * @param ticks how many wait for it
     * @throws UserException ({@link ExitCode#STORE}) if the failure does not pass
     */
    void await(SQLException failure, int ticks) throws InterruptedException {
        if (StoreFault.of(failure) != StoreFault.PASSING) {
            throw new UserException(
                    ExitCode.STORE,
                    "the database " + dbPath + " can't be used any more (" + failure.getMessage()
                            + "): check it with sqlite3 (PRAGMA integrity_check), its disk and its rights; Redis still"
                            + " has what is not stored",
                    failure);
        }
        retries.increment();
        long now = System.nanoTime();
        if (!isFailing()) {
            failingSinceNanos = now;
        }
        if (!isFailing() || now - remindedNanos > REMINDER_NANOS) {
            remindedNanos = now;
            LOG.warn("The database does not take {} ticks ({}); trying again", ticks, failure.getMessage());
        }
        Thread.sleep(backoff.nextMillis());
    }
}
