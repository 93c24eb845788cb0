package dev.liquidity.receiver.consume;

/**
 * The number of entries to ask for in one read: many under load, few if they are few or large. As Redis tells a read's
 * size only by sending it, the number starts low and doubles, again after every failure and every large entry: what was
 * too large for the memory once must not be asked for again at once. Not thread-safe: used by the reader thread only.
 */
final class ReadSize {
    static final int MOST = 1000;

    /** Doubling goes up to here even if little comes. */
    static final int USUAL = 64;

    static final int START = 1;

    /** A larger read shrinks the next one. 1,000 ticks with five levels a side are half of it. */
    static final long BYTES = 2 * 1024 * 1024;

    private int count = START;

    /** Number of entries to ask for. */
    int count() {
        return count;
    }

    /** Adapts the number to what the last read brought. */
    void adapt(int entries, long bytes) {
        if (bytes > BYTES) {
            count = (int) Math.max(1, BYTES * entries / bytes);
        } else {
            count = Math.min(MOST, Math.max(2 * entries, Math.min(USUAL, 2 * count)));
        }
    }

    /** Starts low again. */
    void reset() {
        count = START;
    }
}
