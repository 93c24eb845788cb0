package dev.liquidity.common.command;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();
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

    /** Reports that the run has ended and everything is written. */
    void ended(ExitCode code) {
        end.complete(code);
    }

    /** Leaves the end of the process to {@code System.exit}, unless a signal has arrived. */
    @Override
    public void close() {
        end.complete(ExitCode.UNEXPECTED);
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // a signal has arrived, and this hook is ending the process
        }
    }

    private void onSignal(String process, StopSignal stop) {
        LOG.info("Stopping on a signal");
        stop.request();
        ExitCode code = ExitCode.UNEXPECTED;
        try {
            code = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            String late = "did not stop within " + PATIENCE_SECONDS + " s, and is ended now";
            LOG.error("The {} {}; its main thread is", process, late, whereIs(main));
            System.err.println(process + ": " + late);
        } catch (InterruptedException | ExecutionException e) {
            LOG.error("Stopping failed", e);
        }
        Runtime.getRuntime().halt(code.code());
    }

    private static Exception whereIs(Thread thread) {
        Exception here = new Exception("here");
        here.setStackTrace(thread.getStackTrace());
        return here;
    }
}
