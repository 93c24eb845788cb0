package dev.liquidity.receiver.consume;

/** How many batches were read and are not acknowledged yet. Thread-safe. */
public final class InFlight {
    private int batches;
    private volatile boolean drainWanted;

    synchronized void read() {
        batches++;
    }

    synchronized void acknowledged(int count) {
        batches -= count;
        if (batches == 0) {
            drainWanted = false;
            notifyAll();
        }
    }

    /**
     * Waits until there is none, and has the store not wait for its interval meanwhile.
     *
     * @return whether there is none
     */
    synchronized boolean awaitNone(long millis) throws InterruptedException {
        if (batches > 0) {
            drainWanted = true;
            wait(millis);
        }
        return batches == 0;
    }

    /** Whether somebody waits for there to be none. */
    public boolean isDrainWanted() {
        return drainWanted;
    }

    /** Batches that were read and are not acknowledged yet. */
    public synchronized int batches() {
        return batches;
    }
}
