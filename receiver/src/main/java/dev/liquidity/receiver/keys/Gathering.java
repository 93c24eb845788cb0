package dev.liquidity.receiver.keys;

import java.util.concurrent.TimeUnit;

/**
 * How long ticks gather before they are written together: not at all while there are few, since then few of them share
 * a symbol and its commands; the longer the more there are; and no longer when no more come. Not thread-safe: used by
 * the keys-writer thread only.
 */
final class Gathering {
    /** Ticks a second from which they gather. */
    private static final double BUSY_RATE = 8_000;

    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Ticks a second above all that has been seen of a market: a backlog, or a test. */
    private static final double EXTREME_RATE = 25_000;

    private static final long EXTREME_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** After so long without a tick, no more is coming. */
    private static final long SILENCE_MILLIS = 30;

    /** The period whose rate is looked at. */
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private long takenNanos;
    private long periodNanos;
    private int ticks;
    private long gatherNanos;

    /** How long to wait for the next ticks, in milliseconds; 0 to write at once. */
    long patienceMillis() {
        long left = TimeUnit.NANOSECONDS.toMillis(takenNanos + gatherNanos - System.nanoTime());
        return gatherNanos == 0 ? 0 : Math.max(0, Math.min(SILENCE_MILLIS, left));
    }

    /** Notes that ticks are written now. */
    void taken(int count) {
        takenNanos = System.nanoTime();
        ticks += count;
        long elapsed = takenNanos - periodNanos;
        if (elapsed >= PERIOD_NANOS) {
            double rate = ticks / (elapsed / 1e9);
            gatherNanos = rate < BUSY_RATE ? 0 : rate < EXTREME_RATE ? BUSY_NANOS : EXTREME_NANOS;
            periodNanos = takenNanos;
            ticks = 0;
        }
    }
}
