package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.journal.Arrival;
import dev.liquidity.connector.journal.ArrivalQueue;
import dev.liquidity.connector.journal.FrameRecorder;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.journal.JournalReader;
import dev.liquidity.connector.journal.JournalWriter;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.socket.FrameSink;
import dev.liquidity.connector.kite.socket.TickerSockets;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.ticker.Rate;
import dev.liquidity.sandbox.ticker.SocketReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from the sockets into the journal, when 110 MB come at once and the queue between them holds 2 MB. */
class FloodTest {
    private static final int TICKS_A_SOCKET = 200_000;
    private static final long QUEUE_BYTES = 2 << 20;
    private static final Duration STALL = Duration.ofSeconds(10);
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path directory;

    private final StopSignal stop = new StopSignal();
    private final Queue<FeedGap> gaps = new ConcurrentLinkedQueue<>();
    private final ArrivalQueue queue = new ArrivalQueue(QUEUE_BYTES, STALL);

    private final FrameSink sink = new FrameSink() {
        @Override
        public boolean onFrame(int socket, long arrivedAtMicros, byte[] bytes) {
            return queue.offer(new Arrival.Frame(socket, arrivedAtMicros, bytes));
        }

        @Override
        public void onGap(FeedGap gap) {
            gaps.add(gap);
        }
    };

    @Test
    void journalsEveryTickOfAFlood() throws Exception {
        SandboxOptions options =
                SandboxOptions.defaults().withRate(Rate.total(200)).withLimited(false);
        try (SandboxExchange exchange = SandboxExchange.start(options);
                Journal journal = Journal.open(directory.resolve("journal"))) {
            exchange.flow().running(false);
            JournalWriter writer = new JournalWriter(journal, new Counters());
            Worker recording = new Worker("journal", new FrameRecorder(queue, writer, new Counters()), stop).start();
            Settings settings = TestSettings.sockets(exchange, directory, 3, Mode.FULL, STALL);
            KiteDesk desk = new KiteDesk(settings, CLOCK, time -> stop.await(Math.max(0, time.toMillis())));
            Selection selection = desk.select(List.of("NIFTY"));
            long now = CLOCK.millis() * 1000;
            try (TickerSockets sockets =
                    new TickerSockets(settings, desk.sessions(), selection, now, null, sink, CLOCK, stop)) {
                Await.until(
                        "all subscribed",
                        () -> exchange.sockets().stream()
                                        .mapToInt(SocketReport::subscriptions)
                                        .sum()
                                == selection.instruments().size());
                exchange.faults().burst(0, TICKS_A_SOCKET);
                Await.until("all is sent", () -> exchange.sentTicks() >= 3L * TICKS_A_SOCKET);
            }
            recording.close(Duration.ofSeconds(30));
            assertEquals(exchange.sentTicks(), ticksOf(journal));
            assertEquals(0, queue.dropped());
            assertEquals(List.of(), List.copyOf(gaps));
            assertEquals(3, exchange.sockets().size(), "no connection was replaced");
        }
    }

    private static long ticksOf(Journal journal) throws IOException {
        long ticks = 0;
        try (JournalReader reader = new JournalReader(journal)) {
            while (reader.next()) {
                ticks += reader.kind() == JournalReader.Kind.FRAME ? reader.tickCount() : 0;
            }
        }
        return ticks;
    }
}
