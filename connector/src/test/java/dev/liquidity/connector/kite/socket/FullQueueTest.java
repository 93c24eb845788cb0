package dev.liquidity.connector.kite.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.queue.ArrivalQueue;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sockets while the queue behind them is full. */
@Timeout(60)
class FullQueueTest {
    @TempDir
    Path directory;

    @AutoClose
    private SocketsRig rig;

    private SandboxExchange exchange;

    @BeforeEach
    void start() throws IOException {
        rig = new SocketsRig(directory);
        exchange = rig.exchange();
    }

    @Test
    void stopsReadingWhileTheQueueIsFullAndLosesNothing() throws Exception {
        exchange.flow().running(false);
        QueueSink queued = new QueueSink(512 << 10, Duration.ofSeconds(4));
        rig.open(3, Mode.FULL, Duration.ofSeconds(4), rig.desk().sessions(), 0, null, queued);
        rig.awaitAllSubscribed();
        exchange.faults().burst(0, 50_000);
        // About 28 MB at 5 MB/s: longer than the stall timeout.
        while (queued.packets() < 150_000) {
            queued.take();
            LockSupport.parkNanos(100_000_000);
            assertEquals(0, queued.dropped());
        }
        assertTrue(queued.highest() > 400 << 10, "the queue was full: " + queued.highest());
        assertEquals(exchange.sentTicks(), queued.packets());
        assertEquals(List.of(), queued.gaps());
        assertEquals(3, rig.openSockets().size());
        assertEquals(3, exchange.sockets().size(), "none was taken for dead");
    }

    @Test
    void dropsWhatTheQueueHadNoRoomForAndRecordsItWithTheSocketsInstruments() throws Exception {
        exchange.flow().running(false);
        QueueSink queued = new QueueSink(64 << 10, Duration.ofSeconds(2));
        rig.open(2, Mode.FULL, Duration.ofSeconds(2), rig.desk().sessions(), 0, null, queued);
        rig.awaitAllSubscribed();
        exchange.faults().burst(1, 10_000);
        Await.until("all is sent", () -> exchange.sentTicks() >= 10_000);
        Await.until("the patience is over and all is read", () -> queued.offered() == exchange.sentTicks());
        assertTrue(queued.dropped() > 0);
        assertEquals(List.of(), queued.gaps());
        queued.take();
        exchange.flow().running(true);
        Await.until("a gap", () -> {
            queued.take();
            return !queued.gaps().isEmpty();
        });
        FeedGap gap = queued.gaps().get(0);
        assertEquals(rig.selection().shards().get(gap.socket() - 1).size(), gap.instruments());
        assertTrue(gap.reason().startsWith(queued.dropped() + " frames dropped"), gap.reason());
        assertTrue(gap.from().isBefore(gap.to()), gap::toString);
        assertEquals(2, exchange.sockets().size(), "none was taken for dead");
    }

    @Test
    void closesInTimeWhileTheQueueIsFullAndRecordsWhatWaited() throws Exception {
        exchange.flow().rate(Rate.MAX);
        QueueSink queued = new QueueSink(64 << 10, Duration.ofMinutes(10));
        rig.open(3, Mode.FULL, Duration.ofMinutes(10), rig.desk().sessions(), 0, null, queued);
        Await.until("a queue that is full for all", () -> readersThatWait() == 3);
        long began = System.nanoTime();
        rig.sockets().close();
        long took = System.nanoTime() - began;
        assertTrue(took < Duration.ofMillis(2_300).toNanos(), took + " ns");
        assertEquals(
                List.of(1, 2, 3),
                queued.gaps().stream().map(FeedGap::socket).sorted().toList());
        assertEquals(
                queued.dropped(),
                queued.gaps().stream()
                        .mapToLong(gap -> Long.parseLong(gap.reason().split(" ")[0]))
                        .sum());
        assertEquals(0, readersThatWait());
    }

    private static long readersThatWait() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING)
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(ArrivalQueue.class.getName())))
                .count();
    }
}
