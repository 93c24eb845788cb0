package dev.liquidity.common.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named thread that repeats one duty until it is closed. An exception in a cycle does not end it: the exception is
 * logged, and the next cycle runs after a growing wait. Only a {@link UserException} or an {@link OutOfMemoryError}
 * ends it, and with it the process, through the {@link StopSignal}.
 *
 * <p>The thread owns what its duty holds, and releases it: {@link Duty#onClose} runs on it, whatever ended the last
 * cycle.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long INTERRUPTED_MILLIS = 500;

    /** What the thread repeats. */
    @FunctionalInterface
    public interface Duty {
        /**
         * Does what there is to do, or waits for it, for at most about a second. An interrupt means that the time to
         * close is over: every wait in it must end by an interrupt, a wait for Redis included.
         *
         * @param closing whether to finish what is there and end
         * @return false when the duty is over
         */
        boolean cycle(Closing closing) throws Exception;

        /** Releases what the duty holds, after the last cycle. Its time counts as part of the last cycle's. */
        default void onClose() throws Exception {}
    }

    private final Duty duty;
    private final StopSignal stop;
    private final Thread thread;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private final Closing closing = new Closing();
    private String lastFailure = "";

    public Worker(String name, Duty duty, StopSignal stop) {
        this.duty = duty;
        this.stop = stop;
        thread = new Thread(this::run, name);
    }

    /** Starts the thread. */
    public Worker start() {
        thread.start();
        return this;
    }

    private void run() {
        boolean goOn = true;
        while (goOn) {
            try {
                goOn = cycle();
            } catch (InterruptedException e) {
                goOn = !closing.isRequested();
                if (goOn) {
                    LOG.warn("{} was interrupted but not closed; it goes on", thread.getName());
                }
            }
        }
        release();
    }

    private boolean cycle() throws InterruptedException {
        try {
            boolean goOn = duty.cycle(closing);
            backoff.reset();
            lastFailure = "";
            return goOn;
        } catch (InterruptedException e) {
            throw e;
        } catch (UserException e) {
            LOG.debug("{} can't go on", thread.getName(), e);
            stop.fail(e);
            return false;
        } catch (OutOfMemoryError e) {
            stop.fail(new UserException(
                    ExitCode.UNEXPECTED,
                    thread.getName() + " ran out of memory; give the process more (-Xmx) or less to do",
                    e));
            return false;
        } catch (Throwable e) {
            if (closing.isRequested()) {
                LOG.warn("{} failed while it was closing", thread.getName(), e);
                return false;
            }
            log(e);
            closing.await(backoff.nextMillis());
            return true;
        }
    }

    /** Logs the stack trace the first time, and one line while the same failure repeats. */
    private void log(Throwable failure) {
        if (failure.toString().equals(lastFailure)) {
            LOG.error("{} failed again, {} times in a row: {}", thread.getName(), backoff.failures() + 1, lastFailure);
        } else {
            LOG.error("{} failed; it goes on", thread.getName(), failure);
            lastFailure = failure.toString();
        }
    }

    private void release() {
        // An interrupt has ended the last cycle; it must not end the release, too.
        Thread.interrupted();
        try {
            duty.onClose();
        } catch (UserException e) {
            stop.fail(e);
        } catch (Exception e) {
            LOG.warn("{} could not release all that it held", thread.getName(), e);
        }
    }

    /** Asks the duty to end, without waiting for it. */
    public void requestClose() {
        closing.request();
    }

    /**
     * Asks the duty to end and waits for its thread, which is interrupted when it does not end in time.
     *
     * @return true if it ended without an interrupt
     */
    public boolean close(Duration patience) {
        requestClose();
        try {
            thread.join(Math.max(1, patience.toMillis()));
            if (!thread.isAlive()) {
                return true;
            }
            LOG.warn("{} did not end within {} ms and is interrupted", thread.getName(), patience.toMillis());
            thread.interrupt();
            thread.join(INTERRUPTED_MILLIS);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void close() {
        close(PATIENCE);
    }
}
