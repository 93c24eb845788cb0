package dev.liquidity.connector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.FeedGap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ArrivalQueueTest {
    private static final int FRAME_BYTES = 36;
    private static final int FRAME_WEIGHT = 100;

    @Test
    void givesWhatItTookInItsOrder() throws InterruptedException {
        ArrivalQueue queue = new ArrivalQueue(10 * FRAME_WEIGHT);
        List<Arrival> put = List.of(frame(1), gap(), frame(2), new Arrival.Session(List.of()));
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
    void dropsWhatDoesNotFitAndTellsOneGapAtItsPlace() throws InterruptedException {
        ArrivalQueue queue = new ArrivalQueue(3 * FRAME_WEIGHT);
        for (int i = 1; i <= 5; i++) {
            assertEquals(i <= 3, queue.offer(frame(i)));
        }
        assertEquals(2, queue.dropped());
        assertEquals(List.of(frame(1), frame(2), frame(3), dropped(4, 5, 2)), withoutReasons(queue.take(0)));
        assertTrue(queue.offer(frame(6)));
        assertEquals(List.of(frame(6)), queue.take(0), "the gap is told once");
    }

    @Test
    void tellsTheGapBeforeTheFrameThatFollowsIt() throws InterruptedException {
        ArrivalQueue queue = new ArrivalQueue(3 * FRAME_WEIGHT);
        assertTrue(queue.offer(frame(1)));
        Arrival.Frame large = new Arrival.Frame(1, 2, new byte[500]);
        assertFalse(queue.offer(large));
        assertTrue(queue.offer(frame(3)));
        assertEquals(List.of(frame(1), dropped(2, 2, 1), frame(3)), withoutReasons(queue.take(0)));
    }

    @Test
    void takesAGapAndASessionEvenWhenItIsFull() throws InterruptedException {
        ArrivalQueue queue = new ArrivalQueue(FRAME_WEIGHT);
        assertTrue(queue.offer(frame(1)));
        queue.put(gap());
        queue.put(new Arrival.Session(List.of()));
        assertEquals(List.of(frame(1), gap(), new Arrival.Session(List.of())), queue.take(0));
    }

    @Test
    void staysBoundedAndNeverBlocksASocketWhileNobodyTakes() {
        ArrivalQueue queue = new ArrivalQueue(50 * FRAME_WEIGHT);
        for (int i = 0; i < 1_000_000; i++) {
            queue.offer(frame(i));
        }
        assertEquals(50 * FRAME_WEIGHT, queue.weight());
        assertEquals(1_000_000 - 50, queue.dropped());
    }

    @Test
    void wakesTheOneThatWaits() throws Exception {
        ArrivalQueue queue = new ArrivalQueue(FRAME_WEIGHT);
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

    @Test
    void accountsForEveryFrameBetweenThreads() throws Exception {
        ArrivalQueue queue = new ArrivalQueue(20 * FRAME_WEIGHT);
        int each = 20_000;
        List<CompletableFuture<Integer>> sockets = new ArrayList<>();
        for (int socket = 1; socket <= 3; socket++) {
            int number = socket;
            sockets.add(CompletableFuture.supplyAsync(() -> {
                int taken = 0;
                for (int i = 0; i < each; i++) {
                    taken += queue.offer(new Arrival.Frame(number, i, new byte[FRAME_BYTES])) ? 1 : 0;
                }
                return taken;
            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(sockets.toArray(CompletableFuture[]::new));
        long[] lastOf = {-1, -1, -1, -1};
        int frames = 0;
        long told = 0;
        boolean isLast = false;
        while (!isLast) {
            isLast = all.isDone();
            for (Arrival arrival : queue.take(10)) {
                if (arrival instanceof Arrival.Frame frame) {
                    assertTrue(frame.arrivedAtMicros() > lastOf[frame.socket()]);
                    lastOf[frame.socket()] = frame.arrivedAtMicros();
                    frames++;
                } else if (arrival instanceof Arrival.Gap gap) {
                    told += Long.parseLong(gap.gap().reason().split(" ")[0]);
                }
            }
        }
        int taken = 0;
        for (CompletableFuture<Integer> socket : sockets) {
            taken += socket.get(5, TimeUnit.SECONDS);
        }
        assertEquals(taken, frames);
        assertEquals(3 * each - taken, told, "what was dropped is told");
        assertEquals(told, queue.dropped());
    }

    private static final byte[] BYTES = new byte[FRAME_BYTES];

    private static Arrival.Frame frame(int micros) {
        return new Arrival.Frame(1, micros, BYTES);
    }

    private static Arrival.Gap gap() {
        return new Arrival.Gap(new FeedGap(1, Instant.EPOCH, Instant.EPOCH, "why", 1));
    }

    private static Arrival.Gap dropped(int from, int to, int frames) {
        return new Arrival.Gap(new FeedGap(
                0,
                Instant.EPOCH.plus(from, ChronoUnit.MICROS),
                Instant.EPOCH.plus(to, ChronoUnit.MICROS),
                Integer.toString(frames),
                0));
    }

    /** Of a reason, the number that it begins with. */
    private static List<Arrival> withoutReasons(List<Arrival> arrivals) {
        return arrivals.stream()
                .map(arrival -> arrival instanceof Arrival.Gap gap
                        ? new Arrival.Gap(new FeedGap(
                                gap.gap().socket(),
                                gap.gap().from(),
                                gap.gap().to(),
                                gap.gap().reason().split(" ")[0],
                                gap.gap().instruments()))
                        : arrival)
                .toList();
    }
}
