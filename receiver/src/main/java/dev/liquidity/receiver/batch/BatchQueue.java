package dev.liquidity.receiver.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue of batches between two threads, bounded by their total {@link Batch#weight}: it holds the many small batches
 * of a quiet hour while the store is busy for a second, and few of a backlog's large ones. An empty queue takes any
 * batch. Thread-safe.
 */
public final class BatchQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> batches = new ArrayDeque<>();
    private final long maxWeight;
    private long weight;

    /** @param maxWeight in ticks, see {@link Batch#weight} */
    public BatchQueue(long maxWeight) {
        this.maxWeight = maxWeight;
    }

    /** Adds a batch as soon as there is room. */
    public void put(Batch batch) throws InterruptedException {
        offer(batch, Long.MAX_VALUE);
    }

    /**
     * Adds a batch if there is room within a time.
     *
     * @return whether it was added
     */
    public boolean offer(Batch batch, long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!hasRoomFor(batch)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            batches.addLast(batch);
            weight += batch.weight();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Removes the oldest batch; null if none came within a time, which may be zero. */
    public Batch poll(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (batches.isEmpty()) {
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            Batch batch = batches.removeFirst();
            weight -= batch.weight();
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Number of batches in the queue. */
    public int size() {
        lock.lock();
        try {
            return batches.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoomFor(Batch batch) {
        return batches.isEmpty() || weight + batch.weight() <= maxWeight;
    }
}
