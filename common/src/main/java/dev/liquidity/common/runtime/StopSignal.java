package dev.liquidity.common.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A whole process' request to stop, made by a signal, by the end of a recording, or by a thread that can't go on. The
 * first failure wins, also one that comes while an orderly stop is under way: work that could not be finished must not
 * look like success. Thread-safe.
 */
public final class StopSignal {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final AtomicReference<UserException> failure = new AtomicReference<>();

    /** Requests an orderly stop. */
    public void request() {
        requested.countDown();
    }

    /** Requests a stop because something can't go on; {@link #await} throws the cause. */
    public void fail(UserException cause) {
        failure.compareAndSet(null, cause);
        requested.countDown();
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits for the request, for a limited time.
     *
     * @return true if the stop is requested
     * @throws UserException the cause given to {@link #fail}
     */
    public boolean await(long millis) throws InterruptedException {
        boolean came = requested.await(millis, TimeUnit.MILLISECONDS);
        UserException cause = failure.get();
        if (cause != null) {
            throw cause;
        }
        return came;
    }
}
