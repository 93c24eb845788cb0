package dev.liquidity.receiver.batch;

/** Counts the batches that are read and not yet acknowledged. Thread-safe. */
public final class InFlight {
    private int batches;
    private boolean isAwaited;
    private boolean isAnyGivenUp;

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
     * Takes off batches that can't be stored any more, as their contents are dropped: the reader must read them again.
     */
    public synchronized void giveUp(int count) {
        isAnyGivenUp |= count > 0;
        remove(count);
    }

    /** Whether batches were given up since the last call. */
    public synchronized boolean takeGivenUp() {
        boolean taken = isAnyGivenUp;
        isAnyGivenUp = false;
        return taken;
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
