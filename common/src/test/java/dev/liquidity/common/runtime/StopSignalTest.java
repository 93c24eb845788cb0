package dev.liquidity.common.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StopSignalTest {
    private static final UserException STORE_LOST = new UserException(ExitCode.STORE, "the database is gone");
    private static final UserException REDIS_LOST = new UserException(ExitCode.REDIS, "Redis is gone");

    private final StopSignal stop = new StopSignal();

    @Test
    void wakesWhoeverWaits() throws Exception {
        CompletableFuture<Void> waiter = CompletableFuture.runAsync(() -> {
            try {
                stop.await(60_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertFalse(stop.isRequested());
        assertFalse(waiter.isDone());

        stop.request();
        stop.request();

        waiter.get(5, TimeUnit.SECONDS);
        assertTrue(stop.isRequested());
        assertTrue(stop.await(0));
    }

    @Test
    void waitsNoLongerThanGiven() throws InterruptedException {
        assertFalse(stop.await(20));
    }

    @Test
    void throwsTheFirstFailureToWhoeverWaits() {
        stop.fail(STORE_LOST);
        stop.fail(REDIS_LOST);

        assertTrue(stop.isRequested());
        assertSame(STORE_LOST, assertThrows(UserException.class, () -> stop.await(0)));
        assertSame(STORE_LOST, assertThrows(UserException.class, () -> stop.await(1)));
    }

    @Test
    void doesNotForgetAFailureThatComesDuringAnOrderlyStop() {
        stop.request();
        stop.fail(REDIS_LOST);

        assertEquals(
                ExitCode.REDIS,
                assertThrows(UserException.class, () -> stop.await(0)).exitCode());
    }
}
