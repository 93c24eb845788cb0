package dev.liquidity.common.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named thread with one duty, which it repeats until it is closed. An exception in one cycle never ends it: it is logged, and after a
 * growing wait the next cycle runs. Only a {@link UserException}, or memory that ran out, ends it, and the process with it, through the
 * {@link StopSignal}.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** What the thread repeats. */
    @FunctionalInterface
    public interface Duty {
        /**
         * Does what there is to do, or waits for it, for about a second at most: a stop is noticed between two cycles.
         *
         * @return false when the duty is over and the thread may end
         */
        boolean cycle() throws Exception;
    }

    private final Duty duty;
    private final StopSignal stop;
    private final Thread thread;
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private final CountDownLatch closing = new CountDownLatch(1);
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

    /** Whether {@link #close} was called: a duty that drains its queue returns false once it is empty then. */
    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        boolean goOn = true;
        while (goOn) {
            try {
                goOn = cycle();
            } catch (InterruptedException e) {
                goOn = !isClosing();
                if (goOn) {
                    LOG.warn("{} was interrupted though it is not closing; it goes on", thread.getName());
                }
            }
        }
    }

    private boolean cycle() throws InterruptedException {
        try {
            boolean goOn = duty.cycle();
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
            if (isClosing()) {
                LOG.warn("{} failed while it was closing", thread.getName(), e);
                return false;
            }
            log(e);
            closing.await(backoff.nextMillis(), TimeUnit.MILLISECONDS);
            return true;
        }
    }

    /** With its stack trace the first time, in one line while it is the same again. */
    private void log(Throwable failure) {
        if (failure.toString().equals(lastFailure)) {
            LOG.error("{} failed again, {} times in a row: {}", thread.getName(), backoff.failures() + 1, lastFailure);
        } else {
            LOG.error("{} failed; it goes on", thread.getName(), failure);
            lastFailure = failure.toString();
        }
    }

    /** Asks the duty to end, without waiting for it. */
    public void requestClose() {
        closing.countDown();
    }

    /**
     * Asks the duty to end and waits; a thread that is not done in time is interrupted and said so.
     *
     * @return whether it ended by itself
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
            thread.join(500);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(3));
    }
}
