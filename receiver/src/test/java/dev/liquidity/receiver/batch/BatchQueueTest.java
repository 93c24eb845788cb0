package dev.liquidity.receiver.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private final BatchQueue queue = new BatchQueue(100);

    @Test
    void isBoundedByWeightAndNotByTheNumberOfBatches() throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            assertTrue(queue.offer(rejected(1), 0));
        }
        assertFalse(queue.offer(rejected(1), 10));
        for (int i = 0; i < 1_000; i++) {
            assertTrue(queue.offer(rejected(0), 0));
        }
        assertEquals(1_002, queue.size());
    }

    @Test
    void takesAnyBatchWhenItIsEmpty() throws InterruptedException {
        Batch heavy = rejected(50);
        queue.put(heavy);
        assertFalse(queue.offer(rejected(1), 0));
        assertSame(heavy, queue.poll(0));
        assertEquals(0, queue.size());
        assertNull(queue.poll(5));
        assertTrue(queue.offer(rejected(1), 0));
    }

    @Test
    void addsABatchOnceThereIsRoom() throws Exception {
        queue.put(rejected(2));
        Batch second = rejected(1);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                queue.put(second);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(1, queue.size());
        queue.poll(0);
        assertSame(second, queue.poll(10_000));
        writer.get(10, TimeUnit.SECONDS);
    }

    private static Batch rejected(int entries) {
        Batch.Builder batch = new Batch.Builder();
        for (int i = 0; i < entries; i++) {
            batch.rejection(new Rejection("1-" + i, Rejection.Reason.MALFORMED, "a test", new byte[0], "2026-11-22"));
        }
        return batch.build();
    }
}
