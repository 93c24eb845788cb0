package dev.liquidity.receiver.consume;

/**
 * How many entries to ask for at once: as many as come in under load, few when they are few or large. A read's size is
 * known only when it is in memory, so it is felt for, and after a start, a failure or a large entry from the low end:
 * what broke a process must not break it again. Not thread-safe.
 */
final class ReadSize {
    static final int MOST = 1000;

    /** It need not be felt for anew when little comes. */
    static final int USUAL = 64;

    static final int START = 1;

    /** A read of so many ticks with five levels a side is half of it. */
    static final long BYTES = 2 * 1024 * 1024;

    private int count = START;

    /** Entries to ask for. */
    int count() {
        return count;
    }

    /** Notes what the last read brought. */
    void read(int entries, long bytes) {
        if (bytes > BYTES) {
            count = (int) Math.max(1, BYTES * entries / bytes);
        } else {
            count = Math.min(MOST, Math.max(2 * entries, Math.min(USUAL, 2 * count)));
        }
    }

    /** Begins at the low end again. */
    void reset() {
        count = START;
    }
}
