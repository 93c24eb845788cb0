package dev.liquidity.pipeline;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** What takes long by waiting and little of the machine, done while other tests run. */
final class Meanwhile<T> {
    private static final long PATIENCE_MINUTES = 5;

    private final FutureTask<T> task;

    private Meanwhile(Callable<T> work) {
        task = new FutureTask<>(work);
    }

    static <T> Meanwhile<T> start(String name, Callable<T> work) {
        Meanwhile<T> meanwhile = new Meanwhile<>(work);
        Thread thread = new Thread(meanwhile.task, name);
        thread.setDaemon(true);
        thread.start();
        return meanwhile;
    }

    /** Waits for what came of it, or fails as it did. */
    T result() throws Exception {
        try {
            return task.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
