package dev.liquidity.connector.kite.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.ticker.Rate;
import dev.liquidity.sandbox.ticker.SocketReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sockets against the sandbox exchange and its faults. */
@Timeout(60)
class TickerSocketsTest {
    private static final int LTP_BYTES = 8;

    @TempDir
    Path directory;

    @AutoClose
    private SocketsRig rig;

    private SandboxExchange exchange;
    private CollectingSink sink;

    @BeforeEach
    void start() throws IOException {
        rig = new SocketsRig(directory);
        exchange = rig.exchange();
        sink = rig.sink();
    }

    @Test
    void subscribesEveryInstrumentOnceInTheModeAsked() throws Exception {
        rig.open(2, Mode.FULL, Duration.ofSeconds(5));
        rig.awaitAllSubscribed();
        rig.awaitTicks(1);
        rig.awaitTicks(2);
        assertEquals("1:up,2:up", rig.awaitStates("1:up,2:up"));
        rig.awaitFullTicks(0);
        assertEquals(List.of(), sink.gaps());
    }

    @Test
    void subscribesInAnotherModeWhenAsked() throws Exception {
        rig.open(1, Mode.LTP, Duration.ofSeconds(5));
        Await.until(
                "ticks of the mode",
                () -> sink.deliveries().stream()
                                .filter(it -> SocketsRig.firstLength(it.bytes()) == LTP_BYTES)
                                .count()
                        > 5);
    }

    @Test
    void reconnectsAfterACutAndRecordsTheGap() throws Exception {
        rig.open(1, Mode.FULL, Duration.ofSeconds(5));
        rig.awaitTicks(1);
        int before = rig.selection().instruments().size();
        assertEquals(1, exchange.faults().cut(1));
        FeedGap gap = rig.awaitGap();
        assertEquals(1, gap.socket());
        assertEquals(before, gap.instruments());
        assertFalse(gap.reason().isBlank());
        rig.assertSurroundedByItsMessages(gap);
        rig.assertSubscribedAgain(2);
    }

    @Test
    void reconnectsAfterACloseByTheServer() throws Exception {
        rig.open(1, Mode.FULL, Duration.ofSeconds(5));
        rig.awaitTicks(1);
        exchange.faults().close(1, 1012);
        FeedGap gap = rig.awaitGap();
        assertTrue(gap.reason().contains("1012"), gap.reason());
        rig.assertSurroundedByItsMessages(gap);
        rig.assertSubscribedAgain(2);
    }

    @Test
    void reconnectsThreeSocketsThatWereCutAtOnce() throws Exception {
        rig.open(3, Mode.FULL, Duration.ofSeconds(5));
        for (int socket = 1; socket <= 3; socket++) {
            rig.awaitTicks(socket);
        }
        assertEquals(3, exchange.faults().cut(0));
        Await.until("three gaps", () -> sink.gaps().size() == 3);
        assertEquals(
                List.of(1, 2, 3),
                sink.gaps().stream().map(FeedGap::socket).sorted().toList());
        Await.until(
                "all subscribed again",
                () -> rig.openSockets().size() == 3
                        && rig.openSockets().stream()
                                        .mapToInt(SocketReport::subscriptions)
                                        .sum()
                                == rig.selection().instruments().size());
        assertEquals("1:up,2:up,3:up", rig.awaitStates("1:up,2:up,3:up"));
    }

    @Test
    void countsAHeartbeatAsASignOfLife() throws Exception {
        rig.open(1, Mode.FULL, Duration.ofSeconds(2));
        rig.awaitTicks(1);
        exchange.faults().silence(1, Duration.ofSeconds(60), true);
        long frames = exchange.sockets().get(0).frames();
        // Five heartbeats take longer than twice the stall timeout.
        Await.until("heartbeats", () -> exchange.sockets().get(0).frames() >= frames + 5);
        assertEquals(List.of(), sink.gaps());
        assertEquals(1, exchange.sockets().size(), "nothing but the first connection");
    }

    @Test
    void connectsAnewWhenHeartbeatsComeButNoTicks() throws Exception {
        long begin = System.nanoTime();
        // Thursday at 10:00 in India; a second lasts 50 ms.
        Instant morning = Instant.parse("2026-11-26T04:30:00Z");
        MarketHours hours = new MarketHours(CalendarFile.builtIn());
        Settings settings = rig.settings(1, Mode.FULL, Duration.ofSeconds(5));
        KiteDesk desk = rig.desk();
        Selection selection = rig.select(desk);
        GapWatch gaps = new GapWatch(1, () -> 9, sink, SocketsRig.CLOCK, 0, null);
        Subscription subscription = new Subscription(selection.shards().get(0), Mode.FULL);
        TickerSocket socket = new TickerSocket(
                1,
                settings.connector(),
                desk.sessions(),
                session -> {
                    TickerConnection connection = new TickerConnection(1, subscription, gaps);
                    connection.open(new OkHttpClient(), exchange.tickerUrl(), session);
                    return connection;
                },
                SocketsRig.CLOCK,
                new TickWatchdog(hours, () -> morning, () -> 20 * (System.nanoTime() - begin), gaps::onMissingFrames));
        try (CapturedLog log = new CapturedLog();
                Worker worker = new Worker("socket-1", socket, rig.stop())) {
            worker.start();
            Await.until("ticks", () -> sink.frames(1) > 400);
            exchange.faults().silence(1, Duration.ofMinutes(5), true);
            FeedGap gap = rig.awaitGap();
            assertTrue(gap.reason().startsWith("heartbeats, but no ticks"), gap.reason());
            rig.assertSurroundedByItsMessages(gap);
            assertTrue(Duration.between(gap.from(), gap.to()).compareTo(Duration.ofSeconds(3)) >= 0, gap::toString);
            rig.assertSubscribedAgain(2);
            assertEquals(1, log.told().size(), log.told()::toString);
            assertTrue(log.told().get(0).startsWith("Socket 1 has had no ticks for 6"), log.told()::toString);
        }
    }

    @Test
    void replacesASocketThatReceivesNoMessageOfAnyKind() throws Exception {
        rig.open(2, Mode.FULL, Duration.ofSeconds(2));
        rig.awaitTicks(1);
        rig.awaitTicks(2);
        exchange.faults().silence(1, Duration.ofSeconds(60), false);
        FeedGap gap = rig.awaitGap();
        assertTrue(gap.reason().contains("no message for 2 s"), gap.reason());
        assertTrue(Duration.between(gap.from(), gap.to()).compareTo(Duration.ofMillis(1_900)) > 0, gap.toString());
        assertEquals(1, sink.gaps().size(), "the other socket went on");
        Await.until("a new connection", () -> exchange.sockets().size() == 3);
        assertEquals("1:up,2:up", rig.awaitStates("1:up,2:up"));
    }

    @Test
    void recordsNoGapAtItsOwnClose() throws Exception {
        rig.open(2, Mode.FULL, Duration.ofSeconds(5));
        rig.awaitTicks(1);
        rig.awaitTicks(2);
        rig.sockets().close();
        assertEquals(List.of(), sink.gaps());
        Await.until("they are closed", () -> rig.openSockets().isEmpty());
        exchange.sockets().forEach(socket -> assertEquals("closed by client", socket.end()));
        assertEquals(List.of(), sink.gaps());
    }

    @Test
    void hasDeliveredAllThatTheServerSentWhenItIsClosed() throws Exception {
        exchange.flow().rate(Rate.MAX);
        rig.open(1, Mode.FULL, Duration.ofSeconds(5));
        Await.until("ticks", () -> sink.packets() > 10_000);
        rig.sockets().close();
        long delivered = sink.packets();
        Await.until("the server has ended them", () -> rig.openSockets().isEmpty());
        assertEquals(exchange.sentTicks(), delivered);
    }

    @Test
    void recordsTheGapThatIsOpenAtTheEnd() throws Exception {
        rig.open(1, Mode.FULL, Duration.ofSeconds(5));
        rig.awaitTicks(1);
        exchange.faults().refuseHandshakes(502, Duration.ofMinutes(5));
        exchange.faults().cut(1);
        Await.until("it is down", () -> rig.sockets().states().equals("1:down"));
        rig.sockets().close();
        assertEquals(1, sink.gaps().size());
        assertFalse(sink.gaps().get(0).to().isBefore(sink.gaps().get(0).from()));
    }

    @Test
    void recordsWhyNothingCameBeforeTheFirstMessage() throws Exception {
        long since = ChronoUnit.MICROS.between(Instant.EPOCH, SocketsRig.CLOCK.instant()) - 90_000_000;
        rig.open(1, Mode.FULL, Duration.ofSeconds(5), rig.desk().sessions(), since, "the connector was not running");
        FeedGap gap = rig.awaitGap();
        assertEquals("the connector was not running", gap.reason());
        assertEquals(Instant.EPOCH.plus(since, ChronoUnit.MICROS), gap.from());
        assertEquals(gap, sink.deliveries().get(0).gap(), "before the first message");
    }

    @Test
    void deliversEveryTickThatWasSent() throws Exception {
        exchange.flow().running(false);
        rig.open(3, Mode.FULL, Duration.ofSeconds(5));
        rig.awaitAllSubscribed();
        exchange.faults().burst(0, 20_000);
        Await.until("the burst is sent", () -> exchange.sentTicks() >= 60_000);
        Await.until("and has come", () -> sink.packets() >= exchange.sentTicks());
        assertEquals(exchange.sentTicks(), sink.packets());
    }
}
