package dev.liquidity.receiver.keys;

import java.util.concurrent.TimeUnit;

/**
 * How long ticks gather before they are written together: not at all while there are few, since then few of them share
 * a symbol and its commands. Not thread-safe: used by the keys-writer thread only.
 */
final class Gathering {
    /** Ticks a second from which they gather. */
    private static final double BUSY_RATE = 8_000;

    /** Between two writes under load, and the period whose rate is looked at. */
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private long takenNanos;
    private long periodNanos;
    private int ticks;
    private boolean isBusy;

    /** Milliseconds until the next write. */
    long millisLeft() {
        return isBusy ? Math.max(0, TimeUnit.NANOSECONDS.toMillis(takenNanos + NANOS - System.nanoTime())) : 0;
    }

    /** Notes that ticks are written now. */
    void taken(int count) {
        takenNanos = System.nanoTime();
        ticks += count;
        long elapsed = takenNanos - periodNanos;
        if (elapsed >= NANOS) {
            isBusy = ticks > BUSY_RATE * elapsed / TimeUnit.SECONDS.toNanos(1);
            periodNanos = takenNanos;
            ticks = 0;
        }
    }
}
