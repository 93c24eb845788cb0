package dev.liquidity.common.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CountersTest {
    private final Counters counters = new Counters();

    @Test
    void printsAllOnOneLineInTheOrderInWhichTheyWereNamed() {
        Counters.Counter ticks = counters.counter("ticks", "Ticks that came");
        counters.gauge("queue", "Frames that wait", () -> "3/100");
        Counters.Counter rejected = counters.counter("rejected", "Entries nobody can read");
        ticks.add(11);
        ticks.increment();

        assertEquals("ticks=12 queue=3/100 rejected=0", counters.line());
        assertEquals(12, ticks.get());
        assertEquals(0, rejected.get());
    }

    @Test
    void keepsTheLineWhenOneValueCannotBeHad() {
        counters.gauge("lag", "Entries not yet stored", (LongSupplier) () -> {
            throw new IllegalStateException("no connection");
        });
        counters.gauge("state", "Of the socket", (Supplier<String>) () -> {
            throw new IllegalStateException("no socket");
        });
        counters.counter("ticks", "Ticks that came");

        assertEquals("lag=? state=? ticks=0", counters.line());
    }

    @Test
    void showsFaultsFromTheFirstOnAndAddsThemUp() {
        Counters.Counter refused = counters.faults("refused", "Keys of others");
        Counters.Counter retries = counters.faults("retries", "Commits tried again");
        counters.counter("ticks", "Ticks that came").add(5);
        assertEquals("ticks=5", counters.line());
        assertEquals(0, counters.faultCount());

        refused.increment();
        retries.add(2);
        assertEquals("refused=1 retries=2 ticks=5", counters.line());
        assertEquals(3, counters.faultCount());
    }

    @Test
    void losesNoIncrementOfSeveralThreads() throws InterruptedException {
        Counters.Counter ticks = counters.counter("ticks", "Ticks that came");
        List<Thread> threads = java.util.stream.IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    for (int n = 0; n < 50_000; n++) {
                        ticks.increment();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(10_000);
        }

        assertEquals(200_000, ticks.get());
    }

    @Test
    void leavesFiguresOutOfTheLine() {
        counters.figure("free_bytes", "Room on the disk", () -> 2.5);
        counters.total("dropped", "Frames", () -> 3);
        counters.gauge("behind", "Of the stream", "s", () -> 4);

        assertEquals("dropped=3 behind=4s", counters.line());
        assertEquals(
                List.of("free_bytes 2.5 FIGURE", "dropped 3 COUNTER", "behind 4 GAUGE"),
                counters.entries().stream()
                        .map(entry -> entry.name() + " " + entry.print() + " " + entry.kind())
                        .toList());
    }

    @Test
    @Timeout(60)
    void measuresARateOverASecondOrMore() throws InterruptedException {
        Counters.Counter ticks = counters.counter("ticks", "Ticks");
        counters.rate("rate", "Ticks a second", "ticks");
        ticks.add(1_000_000);
        assertEquals("ticks=1000000 rate=0/s", counters.line(), "too soon for a rate");
        while (counters.line().endsWith("rate=0/s")) {
            Thread.sleep(20);
        }
        double rate = counters.entries().get(1).value();
        assertTrue(rate > 0 && rate <= 1_000_000, "" + rate);
    }
}
