package dev.liquidity.common.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final StopSignal stop = new StopSignal();
    private final AtomicInteger cycles = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);

    @Test
    void repeatsItsDutyOnAThreadOfItsNameUntilTheDutyIsOver() throws InterruptedException {
        AtomicReference<String> name = new AtomicReference<>();
        Worker worker = new Worker(
                        "journal-writer",
                        closing -> {
                            name.set(Thread.currentThread().getName());
                            if (cycles.incrementAndGet() == 3) {
                                reached.countDown();
                                return false;
                            }
                            return true;
                        },
                        stop)
                .start();

        assertTrue(reached.await(5, TimeUnit.SECONDS));
        assertTrue(worker.close(PATIENCE));
        assertEquals(3, cycles.get());
        assertEquals("journal-writer", name.get());
        assertFalse(stop.isRequested());
    }

    @Test
    void goesOnAfterAnExceptionAndAnErrorInACycle() throws InterruptedException {
        Worker worker = new Worker(
                        "decoder",
                        closing -> {
                            switch (cycles.incrementAndGet()) {
                                case 1 -> throw new IllegalStateException("a bad tick, as this test wants it");
                                case 2 -> throw new StackOverflowError("a worse one, as this test wants it");
                                default -> reached.countDown();
                            }
                            return false;
                        },
                        stop)
                .start();

        assertTrue(reached.await(5, TimeUnit.SECONDS));
        assertTrue(worker.close(PATIENCE));
        assertEquals(3, cycles.get());
        assertFalse(stop.isRequested());
    }

    @Test
    void stopsTheProcessForAFailureThatTheUserCanMend() {
        UserException failure = new UserException(ExitCode.STORE, "the database is gone");
        try (Worker worker = new Worker(
                        "store",
                        closing -> {
                            throw failure;
                        },
                        stop)
                .start()) {
            assertSame(failure, assertThrows(UserException.class, () -> stop.await(5_000)));
            assertTrue(worker.close(PATIENCE));
        }
    }

    @Test
    void stopsTheProcessWhenMemoryRunsOut() {
        try (Worker worker = new Worker(
                        "publisher",
                        closing -> {
                            throw new OutOfMemoryError("as this test wants it");
                        },
                        stop)
                .start()) {
            UserException failure = assertThrows(UserException.class, () -> stop.await(5_000));
            assertEquals(ExitCode.UNEXPECTED, failure.exitCode());
            assertTrue(failure.getMessage().contains("publisher ran out of memory"), failure.getMessage());
            assertTrue(worker.close(PATIENCE));
        }
    }

    @Test
    void letsTheDutyDrainItsQueueWhileItCloses() throws InterruptedException {
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        for (int i = 0; i < 1_000; i++) {
            queue.add(i);
        }
        CountDownLatch mayBegin = new CountDownLatch(1);
        Worker worker = new Worker(
                "drain",
                closing -> {
                    mayBegin.await();
                    Integer next = queue.poll(10, TimeUnit.MILLISECONDS);
                    if (next != null) {
                        cycles.incrementAndGet();
                    }
                    return next != null || !closing.isRequested();
                },
                stop);
        worker.start();
        worker.requestClose();
        mayBegin.countDown();

        assertTrue(worker.close(PATIENCE));
        assertEquals(1_000, cycles.get());
    }

    @Test
    void interruptsADutyThatDoesNotEndInTime() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Worker worker = new Worker(
                        "sleeper",
                        closing -> {
                            thread.set(Thread.currentThread());
                            reached.countDown();
                            new CountDownLatch(1).await();
                            return true;
                        },
                        stop)
                .start();
        assertTrue(reached.await(5, TimeUnit.SECONDS));

        assertFalse(worker.close(Duration.ofMillis(50)));
        thread.get().join(5_000);
        assertFalse(thread.get().isAlive());
    }

    @Test
    void survivesAnInterruptThatIsNoClose() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Worker worker = new Worker(
                        "interrupted",
                        closing -> {
                            thread.set(Thread.currentThread());
                            if (cycles.incrementAndGet() == 1) {
                                reached.countDown();
                                new CountDownLatch(1).await();
                            }
                            return false;
                        },
                        stop)
                .start();
        assertTrue(reached.await(5, TimeUnit.SECONDS));
        thread.get().interrupt();
        thread.get().join(5_000);

        assertEquals(2, cycles.get());
        assertTrue(worker.close(PATIENCE));
    }

    @Test
    void doesNotSleepThroughACloseWhileItWaitsAfterFailures() throws InterruptedException {
        CountDownLatch sixth = new CountDownLatch(6);
        Worker worker = new Worker(
                        "failing",
                        closing -> {
                            sixth.countDown();
                            throw new IllegalStateException("again and again, as this test wants it");
                        },
                        stop)
                .start();
        assertTrue(sixth.await(10, TimeUnit.SECONDS));

        long begun = System.nanoTime();
        assertTrue(worker.close(PATIENCE));
        // After six failures the wait is 800 ms at least.
        assertTrue(System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(700), "it slept on");
    }

    @Test
    void releasesWhatItsDutyHoldsOnItsOwnThreadAlsoAfterAnInterrupt() throws InterruptedException {
        AtomicReference<Thread> cycled = new AtomicReference<>();
        AtomicReference<Thread> released = new AtomicReference<>();
        Worker worker = new Worker(
                        "owner",
                        new Worker.Duty() {
                            @Override
                            public boolean cycle(Closing closing) throws InterruptedException {
                                cycled.set(Thread.currentThread());
                                reached.countDown();
                                new CountDownLatch(1).await();
                                return true;
                            }

                            @Override
                            public void onClose() throws InterruptedException {
                                // Throws if the interrupt that ended the cycle is still pending.
                                Thread.sleep(1);
                                released.set(Thread.currentThread());
                            }
                        },
                        stop)
                .start();
        assertTrue(reached.await(5, TimeUnit.SECONDS));

        assertFalse(worker.close(Duration.ofMillis(50)));
        assertSame(cycled.get(), released.get());
    }

    @Test
    void stopsTheProcessWhenTheReleaseFailsInAWayThatTheUserCanMend() {
        UserException failure = new UserException(ExitCode.USAGE, "the last file is lost");
        Worker worker = new Worker(
                        "journal",
                        new Worker.Duty() {
                            @Override
                            public boolean cycle(Closing closing) {
                                return false;
                            }

                            @Override
                            public void onClose() {
                                throw failure;
                            }
                        },
                        stop)
                .start();

        assertTrue(worker.close(PATIENCE));
        assertSame(failure, assertThrows(UserException.class, () -> stop.await(0)));
    }
}
