package dev.liquidity.common.command;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of a thread that died of an exception nobody caught. An error of the virtual machine, such as no memory left, stops the process,
 * which a supervisor then starts anew; any other exception was some library thread's, whose work is watched elsewhere.
 */
final class LastResort implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    private final StopSignal stop;

    LastResort(StopSignal stop) {
        this.stop = stop;
    }

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
