package dev.liquidity.connector.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.sandbox.support.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ArrivalQueueTest {
    private static final int FRAME_BYTES = 36;
    private static final int FRAME_WEIGHT = 100;

    @Test
    void returnsWhatItTookInOrder() throws InterruptedException {
        ArrivalQueue queue = queue(10, Duration.ZERO);
        List<Arrival> put = List.of(frame(1), gap(), frame(2), new Arrival.Instruments(List.of()));
        assertTrue(queue.offer((Arrival.Frame) put.get(0)));
        queue.put(put.get(1));
        assertTrue(queue.offer((Arrival.Frame) put.get(2)));
        queue.put(put.get(3));
        assertTrue(queue.weight() > 2 * FRAME_WEIGHT);
        assertEquals(put, queue.take(0));
        assertEquals(0, queue.weight());
        assertEquals(List.of(), queue.take(1));
    }

    @Test
    void takesAGapAndInstrumentsEvenWhenItIsFull() throws InterruptedException {
        ArrivalQueue queue = queue(1, Duration.ZERO);
        assertTrue(queue.offer(frame(1)));
        queue.put(gap());
        queue.put(new Arrival.Instruments(List.of()));
        assertEquals(List.of(frame(1), gap(), new Arrival.Instruments(List.of())), queue.take(0));
    }

    @Test
    void takesAFrameLargerThanItselfWhenItIsEmpty() throws InterruptedException {
        ArrivalQueue queue = queue(1, Duration.ZERO);
        Arrival.Frame large = new Arrival.Frame(1, 1, new byte[500]);
        assertTrue(queue.offer(large));
        assertFalse(queue.offer(large));
        assertEquals(List.of(large), queue.take(0));
    }

    @Test
    void makesAFrameWaitForRoomInsteadOfDroppingIt() throws Exception {
        ArrivalQueue queue = queue(2, Duration.ofSeconds(10));
        assertTrue(queue.offer(frame(1)));
        assertTrue(queue.offer(frame(2)));
        CompletableFuture<Boolean> third = CompletableFuture.supplyAsync(() -> queue.offer(frame(3)));
        assertThrows(TimeoutException.class, () -> third.get(100, TimeUnit.MILLISECONDS));
        assertEquals(List.of(frame(1), frame(2)), queue.take(0));
        assertTrue(third.get(10, TimeUnit.SECONDS));
        assertEquals(List.of(frame(3)), queue.take(0));
        assertEquals(0, queue.dropped());
    }

    @Test
    void losesNothingOfAFloodThatASlowJournalTakes() throws Exception {
        ArrivalQueue queue = queue(50, Duration.ofSeconds(10));
        int frames = 5_000;
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < frames; i++) {
                queue.offer(frame(i));
            }
        });
        List<Arrival> taken = new ArrayList<>();
        while (taken.size() < frames) {
            // Slower than the flood, so that the queue is always full.
            LockSupport.parkNanos(1_000_000);
            taken.addAll(queue.take(1_000));
            assertFalse(flood.isCompletedExceptionally());
        }
        for (int i = 0; i < frames; i++) {
            assertEquals(frame(i), taken.get(i));
        }
        assertEquals(0, queue.dropped());
    }

    @Test
    void dropsAFrameOnceThePatienceIsOverAndTheNextAtOnce() throws InterruptedException {
        ArrivalQueue queue = queue(1, Duration.ofMillis(300));
        assertTrue(queue.offer(frame(1)));
        long began = System.nanoTime();
        assertFalse(queue.offer(frame(2)));
        long waited = System.nanoTime() - began;
        assertTrue(waited >= Duration.ofMillis(300).toNanos(), waited + " ns");
        began = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            assertFalse(queue.offer(frame(3)));
        }
        waited = System.nanoTime() - began;
        assertTrue(waited < Duration.ofSeconds(2).toNanos(), "not 10,000 times the patience: " + waited + " ns");
        assertEquals(10_001, queue.dropped());
        assertEquals(FRAME_WEIGHT, queue.weight());

        queue.take(0);
        assertTrue(queue.offer(frame(4)));
        began = System.nanoTime();
        assertFalse(queue.offer(frame(5)), "full again");
        waited = System.nanoTime() - began;
        assertTrue(waited >= Duration.ofMillis(300).toNanos(), "with a new patience: " + waited + " ns");
    }

    @Test
    void letsSocketsWaitSideBySide() throws Exception {
        ArrivalQueue queue = queue(1, Duration.ofSeconds(1));
        assertTrue(queue.offer(frame(0)));
        long began = System.nanoTime();
        List<CompletableFuture<Boolean>> sockets = new ArrayList<>();
        for (int socket = 1; socket <= 3; socket++) {
            Arrival.Frame frame = new Arrival.Frame(socket, socket, BYTES);
            sockets.add(CompletableFuture.supplyAsync(() -> queue.offer(frame), runner -> new Thread(runner).start()));
        }
        for (CompletableFuture<Boolean> socket : sockets) {
            assertFalse(socket.get(10, TimeUnit.SECONDS));
        }
        long waited = System.nanoTime() - began;
        assertTrue(waited < Duration.ofMillis(2_500).toNanos(), "one patience, not three: " + waited + " ns");
    }

    @Test
    void waitsAQuarterOfTheStallTimeoutButNotLong() {
        assertEquals(500, new ArrivalQueue(1, Duration.ofSeconds(2)).patienceMillis());
        assertEquals(2_500, new ArrivalQueue(1, Duration.ofSeconds(10)).patienceMillis());
        assertEquals(2_500, new ArrivalQueue(1, Duration.ofSeconds(600)).patienceMillis());
    }

    @Test
    void stopsWaitingOnAnInterruptAndKeepsTheThreadInterrupted() throws Exception {
        ArrivalQueue queue = queue(1, Duration.ofSeconds(10));
        assertTrue(queue.offer(frame(1)));
        CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            boolean isTaken = queue.offer(frame(2));
            isInterrupted.complete(!isTaken && Thread.currentThread().isInterrupted());
        });
        reader.start();
        Await.until("it waits", () -> reader.getState() == Thread.State.TIMED_WAITING);
        reader.interrupt();
        assertTrue(isInterrupted.get(5, TimeUnit.SECONDS));
        assertEquals(1, queue.dropped());
    }

    @Test
    void warnsOfDropsOnceAMinuteWithTheirNumberAndCause() throws Exception {
        ArrivalQueue queue = queue(1, Duration.ZERO);
        try (CapturedLog log = new CapturedLog()) {
            queue.offer(frame(1));
            for (int i = 0; i < 346; i++) {
                queue.offer(frame(2));
            }
            Await.until("a warning", () -> {
                queue.take(1);
                return log.text().contains("WARN");
            });
            assertTrue(log.text().contains("346 frames dropped: the journal's disk did not keep up"), log.text());

            queue.offer(frame(3));
            long end = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
            while (System.nanoTime() < end) {
                queue.offer(frame(4));
            }
            assertTrue(queue.dropped() > 346);
            assertEquals(1, log.text().split("WARN", -1).length - 1, log.text());
        }
    }

    @Test
    void wakesTheWaitingTaker() throws Exception {
        ArrivalQueue queue = queue(1, Duration.ZERO);
        CompletableFuture<List<Arrival>> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take(15_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        queue.offer(frame(1));
        assertEquals(List.of(frame(1)), taken.get(10, TimeUnit.SECONDS));
    }

    /**
     * @param patience with 0 ms frames are dropped at once; with 10 s none is
     */
    @ParameterizedTest
    @ValueSource(longs = {0, 10_000})
    void accountsForEveryFrameBetweenThreads(long patience) throws Exception {
        ArrivalQueue queue = queue(20, Duration.ofMillis(patience));
        int each = 20_000;
        List<CompletableFuture<Integer>> sockets = new ArrayList<>();
        for (int socket = 1; socket <= 3; socket++) {
            int number = socket;
            sockets.add(CompletableFuture.supplyAsync(
                    () -> {
                        int taken = 0;
                        for (int i = 0; i < each; i++) {
                            taken += queue.offer(new Arrival.Frame(number, i, BYTES)) ? 1 : 0;
                        }
                        return taken;
                    },
                    runner -> new Thread(runner).start()));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(sockets.toArray(CompletableFuture[]::new));
        long[] lastOf = {-1, -1, -1, -1};
        int frames = 0;
        boolean isLast = false;
        while (!isLast) {
            isLast = all.isDone();
            for (Arrival arrival : queue.take(10)) {
                Arrival.Frame frame = (Arrival.Frame) arrival;
                assertTrue(frame.arrivedAtMicros() > lastOf[frame.socket()]);
                lastOf[frame.socket()] = frame.arrivedAtMicros();
                frames++;
            }
        }
        int taken = 0;
        for (CompletableFuture<Integer> socket : sockets) {
            taken += socket.get(5, TimeUnit.SECONDS);
        }
        assertEquals(taken, frames);
        assertEquals(3 * each - taken, queue.dropped());
        assertTrue(patience == 0 || queue.dropped() == 0);
    }

    /** A queue with room for some frames, which drops after a patience. */
    private static ArrivalQueue queue(int frames, Duration patience) {
        return new ArrivalQueue(frames * FRAME_WEIGHT, patience.multipliedBy(4));
    }

    private static final byte[] BYTES = new byte[FRAME_BYTES];

    private static Arrival.Frame frame(int micros) {
        return new Arrival.Frame(1, micros, BYTES);
    }

    private static Arrival.Gap gap() {
        return new Arrival.Gap(new FeedGap(1, Instant.EPOCH, Instant.EPOCH, "why", 1));
    }
}
