package dev.liquidity.common.command;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs an exception that ended a thread. An error of the virtual machine, such as lack of memory, also stops the
 * process, for its supervisor to restart; any other exception was some library thread's, whose work is watched
 * elsewhere. Thread-safe.
 */
record LastResort(StopSignal stop) implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        try {
            LOG.error("The thread {} died", thread.getName(), cause);
        } finally {
            if (cause instanceof Error) {
                stop.fail(new UserException(
                        ExitCode.UNEXPECTED,
                        "the thread " + thread.getName() + " died of "
                                + cause.getClass().getSimpleName() + "; the log has its stack trace"));
            }
        }
    }
}
