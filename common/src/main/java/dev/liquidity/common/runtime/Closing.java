package dev.liquidity.common.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request to a {@link Worker}'s duty to finish what it has and end. It is never withdrawn. Thread-safe. */
public final class Closing {
    private final CountDownLatch requested = new CountDownLatch(1);

    /** Asks the duty to end. */
    public void request() {
        requested.countDown();
    }

    /** True once the duty was asked to end. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits, but not past the request: what a duty calls instead of {@link Thread#sleep}.
     *
     * @return true once the duty was asked to end
     */
    public boolean await(long millis) throws InterruptedException {
        return requested.await(millis, TimeUnit.MILLISECONDS);
    }
}
