package dev.liquidity.receiver.batch;

import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.Counters.Counter;

/** Every number that the receiver keeps about itself. Thread-safe. */
public final class Tally {
    private final Counters counters = new Counters();

    public final Counter entries = counters.counter("entries", "stream entries read, redelivered ones included");
    public final Counter stored = counters.counter("stored", "ticks committed to SQLite");
    public final Counter redelivered =
            counters.counter("redelivered", "ticks that were stored before, with the same values");
    public final Counter acknowledged = counters.counter("acknowledged", "entries acknowledged");
    public final Counter takenOver = counters.counter("taken_over", "pending entries taken over from dead consumers");
    public final Counter rejected =
            counters.counter("rejected", "entries that could not be read, kept in rejected_entries");
    public final Counter conflicts =
            counters.counter("conflicts", "ticks that SQLite did not take, kept in rejected_entries");
    public final Counter keysRefused =
            counters.counter("keys_refused", "Redis keys left alone because they hold something else");
    public final Counter keysSkipped =
            counters.counter("keys_skipped", "ticks that a fault of the program kept from the Redis keys");
    public final Counter redisFailures =
            counters.counter("redis_failures", "times a thread lost Redis or failed to reach it");
    public final Counter storeRetries = counters.counter("store_retries", "dumps that failed and were tried again");

    /** The registry they are in, for gauges beside them. */
    public Counters counters() {
        return counters;
    }

    /** A number that has grown when something went wrong since it was asked for last. */
    public long troubles() {
        return rejected.get()
                + conflicts.get()
                + keysRefused.get()
                + keysSkipped.get()
                + redisFailures.get()
                + storeRetries.get();
    }
}
