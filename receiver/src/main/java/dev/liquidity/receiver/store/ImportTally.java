package dev.liquidity.receiver.store;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what an import has done, and says so now and then. Not thread-safe: used by the main thread only. */
final class ImportTally {
    private static final Logger LOG = LoggerFactory.getLogger(ImportTally.class);
    private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long SCREEN_NANOS = Duration.ofMillis(200).toNanos();

    private final boolean isOnScreen = System.console() != null;
    private final long startNanos = System.nanoTime();
    private long saidNanos = startNanos;

    long ticksInAll;
    long ticks;
    long stored;
    long refused;
    long levels;
    long emptyTexts;
    long placeholders;
    long sideRows;
    String difference;

    /** Notes a difference between the copy and the old file; the first is kept. */
    void differ(String what) {
        difference = difference == null ? what : difference;
    }

    /** Says how far it is: over and over in one line of a terminal, else in a line of the log now and then. */
    void progress() {
        long now = System.nanoTime();
        if (now - saidNanos < (isOnScreen ? SCREEN_NANOS : LINE_NANOS)) {
            return;
        }
        saidNanos = now;
        String line = "%d %%: %,d of %,d ticks, %,d a second"
                .formatted(100 * ticks / Math.max(1, ticksInAll), ticks, ticksInAll, perSecond());
        if (isOnScreen) {
            System.out.print("\r" + line + "   ");
            System.out.flush();
        } else {
            LOG.info(line);
        }
    }

    /** Ends the line of a terminal. */
    void endLine() {
        if (isOnScreen && saidNanos != startNanos) {
            System.out.println();
        }
    }

    private long perSecond() {
        return (long) (ticks / Math.max(1e-3, (System.nanoTime() - startNanos) / 1e9));
    }

    @Override
    public String toString() {
        return ("%,d of %,d ticks (%,d stored, %,d there already, %,d refused) and %,d levels, %,d a second;"
                        + " made NULL: %,d empty texts, %,d times of 1970; and %,d instruments, gaps and"
                        + " rejected entries")
                .formatted(
                        ticks,
                        ticksInAll,
                        stored,
                        ticks - stored - refused,
                        refused,
                        levels,
                        perSecond(),
                        emptyTexts,
                        placeholders,
                        sideRows);
    }
}
