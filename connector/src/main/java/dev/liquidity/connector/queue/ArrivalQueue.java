package dev.liquidity.connector.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded queue between the sockets and the journal. While it is full the sockets' readers wait, so that TCP holds
 * what the server sends. A frame is dropped only when the queue has been full for the whole patience; from then on
 * frames are dropped at once until there is room again. Thread-safe.
 */
public final class ArrivalQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ArrivalQueue.class);
    private static final long LONGEST_PATIENCE_MILLIS = 2_500;
    private static final long WARNING_PERIOD_NANOS = Duration.ofMinutes(1).toNanos();
    /** Collects the drops of a burst before the first warning. */
    private static final long WARNING_DELAY_NANOS = Duration.ofSeconds(1).toNanos();

    private final long capacityBytes;
    private final long patienceMillis;
    private List<Arrival> waiting = new ArrayList<>();
    private long weight;
    private boolean isFull;
    private long fullSinceNanos;
    private long dropped;
    private long unreported;
    private long nextWarningNanos = System.nanoTime();

    /**
     * @param capacityBytes room for the bytes of all arrivals that wait
     * @param stallTimeout after which a silent socket counts as dead; the patience is a quarter of it, 2.5 s at most,
     *     so that a socket that waits here never looks dead
     */
    public ArrivalQueue(long capacityBytes, Duration stallTimeout) {
        this.capacityBytes = capacityBytes;
        patienceMillis = Math.min(stallTimeout.toMillis() / 4, LONGEST_PATIENCE_MILLIS);
    }

    /**
     * Adds a frame, waiting for room no longer than the patience. An interrupt ends the wait; the thread stays
     * interrupted.
     *
     * @return false if the frame was dropped
     */
    public boolean offer(Arrival.Frame frame) {
        synchronized (this) {
            if (awaitRoom(frame.weight())) {
                put(frame);
                return true;
            }
            dropped++;
            if (unreported++ == 0) {
                nextWarningNanos = Math.max(nextWarningNanos, System.nanoTime() + WARNING_DELAY_NANOS);
            }
        }
        warnOfDrops();
        return false;
    }

    /** Adds an arrival that is too rare and too important to be dropped, whether there is room or not. */
    public synchronized void put(Arrival arrival) {
        waiting.add(arrival);
        weight += arrival.weight();
        notifyAll();
    }

    /**
     * Waits for an arrival and takes all there are.
     *
     * @param waitMillis 0 to return at once
     * @return oldest first; empty if nothing came in time
     */
    public List<Arrival> take(long waitMillis) throws InterruptedException {
        warnOfDrops();
        synchronized (this) {
            if (waiting.isEmpty() && waitMillis > 0) {
                wait(waitMillis);
            }
            List<Arrival> taken = waiting;
            waiting = new ArrayList<>();
            weight = 0;
            isFull = false;
            notifyAll();
            return taken;
        }
    }

    /** Frames dropped since the start. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Bytes that wait. */
    public synchronized long weight() {
        return weight;
    }

    /** Arrivals that wait. */
    public synchronized int size() {
        return waiting.size();
    }

    long patienceMillis() {
        return patienceMillis;
    }

    /**
     * The sockets wait side by side: the patience of all of them begins when the first finds the queue full, and again
     * each time the journal has taken what there was. A frame behind which others get in waits twice as long at most.
     */
    private boolean awaitRoom(int bytes) {
        long patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        long latestNanos = System.nanoTime() + 2 * patienceNanos;
        try {
            while (!hasRoom(bytes)) {
                long now = System.nanoTime();
                if (!isFull) {
                    isFull = true;
                    fullSinceNanos = now;
                }
                long left = Math.min(fullSinceNanos + patienceNanos, latestNanos) - now;
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return hasRoom(bytes);
        }
    }

    private boolean hasRoom(int bytes) {
        return weight == 0 || weight + bytes <= capacityBytes;
    }

    /** Logs without the lock, for which sockets wait. */
    private void warnOfDrops() {
        long count;
        synchronized (this) {
            long now = System.nanoTime();
            if (unreported == 0 || now < nextWarningNanos) {
                return;
            }
            count = unreported;
            unreported = 0;
            nextWarningNanos = now + WARNING_PERIOD_NANOS;
        }
        LOG.warn(
                "{} frames dropped: the journal's disk did not keep up, and the queue was full for over {} ms",
                count,
                patienceMillis);
    }
}
