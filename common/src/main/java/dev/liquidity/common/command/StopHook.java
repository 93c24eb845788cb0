package dev.liquidity.common.command;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGINT and SIGTERM into a request to stop, waits for the run to end, and ends the process with the run's exit
 * code instead of Java's 130 or 143. Runs on a thread of its own, which the virtual machine starts when a signal
 * arrives.
 */
final class StopHook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopHook.class);
    private static final long PATIENCE_SECONDS = 10;
    private static final long SECONDS_FOR_LAST_MESSAGES = 3;

    private final AtomicReference<ExitCode> code = new AtomicReference<>();
    private final CountDownLatch decided = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);
    private final Thread main = Thread.currentThread();
    private final Thread thread;

    private StopHook(String process, StopSignal stop) {
        thread = new Thread(() -> onSignal(process, stop), "stop-hook");
    }

    static StopHook install(String process, StopSignal stop) {
        StopHook hook = new StopHook(process, stop);
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /**
     * Sets the exit code after the run, unless this hook has given up waiting for it: the code that is logged is the
     * code that the process ends with.
     *
     * @return the process' exit code
     */
    ExitCode decide(ExitCode ofRun) {
        code.compareAndSet(null, ofRun);
        decided.countDown();
        return code.get();
    }

    /** Leaves the end of the process to {@code System.exit}, unless a signal has arrived. Everything is written. */
    @Override
    public void close() {
        decide(ExitCode.UNEXPECTED);
        written.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // a signal has arrived, and this hook is ending the process
        }
    }

    private void onSignal(String process, StopSignal stop) {
        LOG.info("Stopping on a signal");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        stop.request();
        try {
            if (!decided.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && code.compareAndSet(null, ExitCode.UNEXPECTED)) {
                String late = "did not stop within " + PATIENCE_SECONDS + " s, and is ended now";
                LOG.error("The {} {}; its main thread is", process, late, whereIs(main));
                Stderr.println(process + ": " + late);
            } else {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                written.await(Math.max(500, Math.min(SECONDS_FOR_LAST_MESSAGES * 1000, left)), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            LOG.error("Stopping failed", e);
        }
        Runtime.getRuntime().halt(decide(ExitCode.UNEXPECTED).code());
    }

    private static Exception whereIs(Thread thread) {
        Exception here = new Exception("here");
        here.setStackTrace(thread.getStackTrace());
        return here;
    }
}
