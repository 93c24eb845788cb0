package dev.liquidity.common.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request to stop for a whole process: by a signal, by a session's end, or by a thread that can't go on. The first failure counts,
 * also one that comes while an orderly stop is under way: what could not be brought to an end then must not look like success.
 * Thread-safe.
 */
public final class StopSignal {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final AtomicReference<UserException> failure = new AtomicReference<>();

    /** Asks for an orderly stop. */
    public void request() {
        requested.countDown();
    }

    /** Asks for a stop because something can't go on; {@link #await} throws it. */
    public void fail(UserException cause) {
        failure.compareAndSet(null, cause);
        requested.countDown();
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits for the request.
     *
     * @throws UserException the cause given to {@link #fail}
     */
    public void await() throws InterruptedException {
        requested.await();
        throwFailure();
    }

    /**
     * Waits for the request, but no longer than given.
     *
     * @return whether it came
     * @throws UserException the cause given to {@link #fail}
     */
    public boolean await(long millis) throws InterruptedException {
        boolean came = requested.await(millis, TimeUnit.MILLISECONDS);
        throwFailure();
        return came;
    }

    private void throwFailure() {
        UserException cause = failure.get();
        if (cause != null) {
            throw cause;
        }
    }
}
