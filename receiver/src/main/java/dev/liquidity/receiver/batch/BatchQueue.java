package dev.liquidity.receiver.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue of batches between two threads, bounded by what they weigh: at a quiet hour's many small batches it does not stop the thread before it
 * while the one behind it is busy for a second, and a backlog's large ones do not fill the memory. An empty queue takes any batch.
 */
public final class BatchQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> batches = new ArrayDeque<>();
    private final long maxWeight;
    private long weight;

    /**
     * @param maxWeight in ticks, see {@link Batch#weight()}
     */
    public BatchQueue(long maxWeight) {
        this.maxWeight = maxWeight;
    }

    /** Waits for room, and adds a batch. */
    public void put(Batch batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!hasRoomFor(batch)) {
                changed.await();
            }
            add(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a batch if there is room within a time; says whether it did. */
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
            add(batch);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest batch; null when none came within a time, which may be zero. */
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

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Batches that wait. */
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

    private void add(Batch batch) {
        batches.addLast(batch);
        weight += batch.weight();
        changed.signalAll();
    }
}
