package dev.liquidity.receiver.batch;

/** Counts the batches that are read and not yet acknowledged. Thread-safe. */
public final class InFlight {
    private int batches;
    private boolean isAwaited;

    /** Counts a batch that was read. */
    public synchronized void add() {
        batches++;
    }

    /** Takes off batches that were acknowledged. */
    public synchronized void remove(int count) {
        batches -= count;
        if (batches == 0) {
            isAwaited = false;
            notifyAll();
        }
    }

    /**
     * Waits until there is none. From then on {@link #isAwaited} is true until there is none.
     *
     * @return whether there is none
     */
    public synchronized boolean awaitNone(long millis) throws InterruptedException {
        if (batches > 0) {
            isAwaited = true;
            wait(millis);
        }
        return batches == 0;
    }

    /** Whether the reader waits for there to be none, so that the store commits at once. */
    public synchronized boolean isAwaited() {
        return isAwaited;
    }

    /** Batches that are read and not yet acknowledged. */
    public synchronized int count() {
        return batches;
    }
}
