package dev.liquidity.common.command;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Context;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes log lines to stdout on a thread of its own, so that no thread waits for whoever reads them. While nobody does,
 * the pipe is full: lines are dropped and counted, DEBUG and INFO before WARN and ERROR, and the log file says so.
 * Thread-safe.
 */
final class Console extends AsyncAppender {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final int LINES = 2000;
    private static final int LINES_FOR_FAULTS = LINES / 5;
    private static final int FLUSH_MILLIS = 500;
    private static final long REMINDER_NANOS = Duration.ofMinutes(1).toNanos();

    private long dropped;
    private long told;
    private long toldNanos;

    Console(Appender<ILoggingEvent> stdout, Context context) {
        setName("console");
        setContext(context);
        setQueueSize(LINES);
        setNeverBlock(true);
        setMaxFlushTime(FLUSH_MILLIS);
        addAppender(stdout);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        long due = offer(event);
        if (due > 0) {
            tell(due);
        }
    }

    /** Returns how many lines are missing, if it is time to say so; otherwise 0. */
    private synchronized long offer(ILoggingEvent event) {
        if (getRemainingCapacity() > (event.getLevel().isGreaterOrEqual(Level.WARN) ? 0 : LINES_FOR_FAULTS)) {
            super.append(event);
            return 0;
        }
        dropped++;
        if (told > 0 && System.nanoTime() - toldNanos < REMINDER_NANOS) {
            return 0;
        }
        told = dropped;
        toldNanos = System.nanoTime();
        return dropped;
    }

    /** Writes what is waiting, but gives up soon if nobody reads it. */
    @Override
    public void stop() {
        if (isStarted()) {
            super.stop();
            long missing = missing();
            if (missing > 0) {
                tell(missing);
            }
        }
    }

    private synchronized long missing() {
        return dropped + getNumberOfElementsInQueue();
    }

    /** Reaches the file only: an appender takes no line that it logs itself. */
    private static void tell(long missing) {
        LOG.warn("Nobody reads stdout: {} lines are missing there so far, and are in this file only", missing);
    }
}
