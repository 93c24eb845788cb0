package dev.liquidity.common.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesUpToTheLastWaitAndShortensEachByUpToHalf() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1_000));
        for (long whole : new long[] {100, 200, 400, 800, 1_000, 1_000, 1_000}) {
            long wait = backoff.nextMillis();
            assertTrue(
                    wait >= whole / 2 && wait <= whole, wait + " ms where " + whole / 2 + " to " + whole + " belong");
        }
        assertEquals(7, backoff.failures());
    }

    @Test
    void beginsAnewAfterASuccess() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofHours(1));
        for (int i = 0; i < 10; i++) {
            backoff.nextMillis();
        }
        backoff.reset();

        assertEquals(0, backoff.failures());
        assertTrue(backoff.nextMillis() <= 100);
    }

    @Test
    void staysWithinItsBoundsHoweverManyFailuresAndHoweverLongTheWaits() {
        for (Duration last :
                new Duration[] {Duration.ofMillis(1), Duration.ofDays(1), Duration.ofMillis(Long.MAX_VALUE)}) {
            Backoff backoff = new Backoff(Duration.ofMillis(1), last);
            for (int i = 0; i < 1_000; i++) {
                long wait = backoff.nextMillis();
                assertTrue(wait >= 0 && wait <= last.toMillis(), wait + " ms with " + last);
            }
        }
    }

    @Test
    void waitsAtLeastAMillisecondAtFirstAndNeverLessAtLastThanAtFirst() {
        assertEquals(1, new Backoff(Duration.ZERO, Duration.ZERO).nextMillis());
        assertTrue(new Backoff(Duration.ofMillis(500), Duration.ofMillis(10)).nextMillis() >= 250);
    }

    @Test
    void scattersTheWaits() {
        Set<Long> waits = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            waits.add(new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10)).nextMillis());
        }

        assertTrue(waits.size() > 50, waits.size() + " different waits of 100");
    }
}
