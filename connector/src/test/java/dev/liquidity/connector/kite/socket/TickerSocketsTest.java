package dev.liquidity.connector.kite.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.login.LoginLaterException;
import dev.liquidity.connector.kite.login.SessionProvider;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.connector.queue.ArrivalQueue;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.ticker.Rate;
import dev.liquidity.sandbox.ticker.SocketReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sockets against the sandbox exchange and its faults. */
@Timeout(60)
class TickerSocketsTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final int FULL_BYTES = 184;
    private static final int INDEX_FULL_BYTES = 32;
    private static final int LTP_BYTES = 8;

    @TempDir
    Path directory;

    private final CollectingSink sink = new CollectingSink();
    private final StopSignal stop = new StopSignal();
    private final AtomicInteger freshSessions = new AtomicInteger();
    private Duration reconnectMaxDelay = Duration.ofMillis(500);
    private SandboxExchange exchange;
    private TickerSockets sockets;
    private Selection selection;

    @BeforeEach
    void startExchange() throws IOException {
        exchange =
                SandboxExchange.start(new SandboxOptions().rate(Rate.total(200)).limited(false));
    }

    @AfterEach
    void close() throws IOException {
        if (sockets != null) {
            sockets.close();
        }
        exchange.close();
    }

    @Test
    void subscribesEveryInstrumentOnceInTheModeAsked() throws Exception {
        open(2, Mode.FULL, Duration.ofSeconds(5));
        int instruments = selection.instruments().size();
        Await.until(
                "all subscribed",
                () -> openSockets().stream()
                                .mapToInt(SocketReport::subscriptions)
                                .sum()
                        == instruments);
        awaitTicks(1);
        awaitTicks(2);
        assertEquals("1:up,2:up", awaitStates("1:up,2:up"));
        awaitFullTicks(0);
        assertEquals(List.of(), sink.gaps());
    }

    @Test
    void subscribesInAnotherModeWhenAsked() throws Exception {
        open(1, Mode.LTP, Duration.ofSeconds(5));
        Await.until(
                "ticks of the mode",
                () -> sink.deliveries().stream()
                                .filter(it -> firstLength(it.bytes()) == LTP_BYTES)
                                .count()
                        > 5);
    }

    @Test
    void reconnectsAfterACutAndRecordsTheGap() throws Exception {
        open(1, Mode.FULL, Duration.ofSeconds(5));
        awaitTicks(1);
        int before = selection.instruments().size();
        assertEquals(1, exchange.faults().cut(1));
        FeedGap gap = awaitGap();
        assertEquals(1, gap.socket());
        assertEquals(before, gap.instruments());
        assertFalse(gap.reason().isBlank());
        assertSurroundedByItsMessages(gap);
        assertSubscribedAgain(2);
    }

    @Test
    void reconnectsAfterACloseByTheServer() throws Exception {
        open(1, Mode.FULL, Duration.ofSeconds(5));
        awaitTicks(1);
        exchange.faults().close(1, 1012);
        FeedGap gap = awaitGap();
        assertTrue(gap.reason().contains("1012"), gap.reason());
        assertSurroundedByItsMessages(gap);
        assertSubscribedAgain(2);
    }

    @Test
    void reconnectsThreeSocketsThatWereCutAtOnce() throws Exception {
        open(3, Mode.FULL, Duration.ofSeconds(5));
        for (int socket = 1; socket <= 3; socket++) {
            awaitTicks(socket);
        }
        assertEquals(3, exchange.faults().cut(0));
        Await.until("three gaps", () -> sink.gaps().size() == 3);
        assertEquals(
                List.of(1, 2, 3),
                sink.gaps().stream().map(FeedGap::socket).sorted().toList());
        Await.until(
                "all subscribed again",
                () -> openSockets().size() == 3
                        && openSockets().stream()
                                        .mapToInt(SocketReport::subscriptions)
                                        .sum()
                                == selection.instruments().size());
        assertEquals("1:up,2:up,3:up", awaitStates("1:up,2:up,3:up"));
    }

    @Test
    void countsAHeartbeatAsASignOfLife() throws Exception {
        open(1, Mode.FULL, Duration.ofSeconds(2));
        awaitTicks(1);
        exchange.faults().silence(1, Duration.ofSeconds(60), true);
        long frames = exchange.sockets().get(0).frames();
        // Five heartbeats take longer than twice the stall timeout.
        Await.until("heartbeats", () -> exchange.sockets().get(0).frames() >= frames + 5);
        assertEquals(List.of(), sink.gaps());
        assertEquals(1, exchange.sockets().size(), "nothing but the first connection");
    }

    @Test
    void waitsLongerFromConnectionToConnectionWhileTheServerAcceptsSendsAndCloses() throws Exception {
        reconnectMaxDelay = Duration.ofSeconds(60);
        try (CapturedLog log = new CapturedLog()) {
            open(1, Mode.FULL, Duration.ofSeconds(5));
            for (int closed = 1; closed <= 5; closed++) {
                int connections = closed;
                Await.until(
                        "ticks on connection " + connections,
                        () -> exchange.sockets().size() == connections
                                && exchange.sockets().get(connections - 1).ticks() > 0);
                Await.until("it is seen", () -> sockets.states().equals("1:up"));
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                exchange.faults().close(connections, 1001);
                Await.until("its end", () -> waits(log).size() == connections);
            }
            List<Long> waits = waits(log);
            assertTrue(waits.get(0) <= 250 && waits.get(3) >= 1_000 && waits.get(4) >= 2_000, waits::toString);
        }
    }

    private static List<Long> waits(CapturedLog log) {
        return Pattern.compile("next attempt in (\\d+) ms")
                .matcher(log.text())
                .results()
                .map(match -> Long.parseLong(match.group(1)))
                .toList();
    }

    @Test
    void connectsAnewWhenHeartbeatsComeButNoTicks() throws Exception {
        long begin = System.nanoTime();
        // Thursday at 10:00 in India; a second lasts 50 ms.
        Instant morning = Instant.parse("2026-11-26T04:30:00Z");
        MarketHours hours = new MarketHours(CalendarFile.builtIn());
        Settings settings = settings(1, Mode.FULL, Duration.ofSeconds(5));
        KiteDesk desk = desk();
        selection = desk.select(List.of("NIFTY"));
        GapWatch gaps = new GapWatch(1, () -> 9, sink, CLOCK, 0, null);
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
                CLOCK,
                new TickWatchdog(hours, () -> morning, () -> 20 * (System.nanoTime() - begin), gaps::onMissingFrames));
        try (CapturedLog log = new CapturedLog();
                Worker worker = new Worker("socket-1", socket, stop)) {
            worker.start();
            Await.until("ticks", () -> sink.frames(1) > 400);
            exchange.faults().silence(1, Duration.ofMinutes(5), true);
            FeedGap gap = awaitGap();
            assertTrue(gap.reason().startsWith("heartbeats, but no ticks"), gap.reason());
            assertSurroundedByItsMessages(gap);
            assertTrue(Duration.between(gap.from(), gap.to()).compareTo(Duration.ofSeconds(3)) >= 0, gap::toString);
            assertSubscribedAgain(2);
            assertEquals(1, log.told().size(), log.told()::toString);
            assertTrue(log.told().get(0).startsWith("Socket 1 has had no ticks for 6"), log.told()::toString);
        }
    }

    @Test
    void replacesASocketThatReceivesNoMessageOfAnyKind() throws Exception {
        open(2, Mode.FULL, Duration.ofSeconds(2));
        awaitTicks(1);
        awaitTicks(2);
        exchange.faults().silence(1, Duration.ofSeconds(60), false);
        FeedGap gap = awaitGap();
        assertTrue(gap.reason().contains("no message for 2 s"), gap.reason());
        assertTrue(Duration.between(gap.from(), gap.to()).compareTo(Duration.ofMillis(1_900)) > 0, gap.toString());
        assertEquals(1, sink.gaps().size(), "the other socket went on");
        Await.until("a new connection", () -> exchange.sockets().size() == 3);
        assertEquals("1:up,2:up", awaitStates("1:up,2:up"));
    }

    @Test
    void triesAgainWhileHandshakesAreRefused() throws Exception {
        open(1, Mode.FULL, Duration.ofSeconds(5));
        awaitTicks(1);
        exchange.faults().refuseHandshakes(502, 3);
        exchange.faults().cut(1);
        FeedGap gap = awaitGap();
        assertSurroundedByItsMessages(gap);
        assertEquals(0, freshSessions.get(), "a proxy's page says nothing about the token");
        assertSubscribedAgain(2);
    }

    @Test
    void waitsLongerWhenThereAreTooManySockets() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            open(1, Mode.FULL, Duration.ofSeconds(5));
            awaitTicks(1);
            exchange.faults().refuseHandshakes(429, 1);
            exchange.faults().cut(1);
            FeedGap gap = awaitGap();
            assertTrue(Duration.between(gap.from(), gap.to()).compareTo(Duration.ofMillis(4_500)) > 0, gap.toString());
            assertTrue(log.text().contains("HTTP 429: too many sockets of this key"), log.text());
            assertEquals(0, freshSessions.get());
        }
    }

    @Test
    void asksForAFreshSessionWhenTheTokenIsDead() throws Exception {
        open(1, Mode.FULL, Duration.ofSeconds(5));
        awaitTicks(1);
        exchange.faults().killTokens();
        long frames = sink.frames(1);
        Await.until("an open socket outlives its token", () -> sink.frames(1) > frames + 3);
        assertEquals(0, freshSessions.get());
        exchange.faults().cut(1);
        awaitGap();
        assertEquals(1, freshSessions.get());
        assertSubscribedAgain(2);
    }

    @Test
    void tellsPeopleOnceThatItCanNotConnect() throws Exception {
        reconnectMaxDelay = Duration.ofMillis(10);
        open(1, Mode.FULL, Duration.ofSeconds(5));
        awaitTicks(1);
        try (CapturedLog log = new CapturedLog()) {
            exchange.faults().refuseHandshakes(502, 20);
            exchange.faults().cut(1);
            awaitGap();
            assertEquals(1, log.told().size(), log.told()::toString);
            assertTrue(log.told().get(0).startsWith("Socket 1 ended: handshake refused with HTTP 502"));
        }
    }

    @Test
    void keepsItsSessionAndTriesItSoonWhenItIsTooEarlyForAnother() throws Exception {
        reconnectMaxDelay = Duration.ofSeconds(60);
        SessionProvider early = new OtherRenewal(refused -> tooEarlyFor(Duration.ofMinutes(30)));
        open(1, Mode.FULL, Duration.ofSeconds(5), early, 0, null);
        awaitTicks(1);
        exchange.faults().refuseHandshakes(403, 2);
        exchange.faults().cut(1);
        FeedGap gap = awaitGap();
        assertEquals(2, freshSessions.get(), "asked for each refusal");
        assertTrue(Duration.between(gap.from(), gap.to()).compareTo(Duration.ofSeconds(10)) < 0, gap.toString());
        assertFalse(stop.isRequested());
    }

    @Test
    void asksForASessionAsSoonAsALoginMayHelp() throws Exception {
        reconnectMaxDelay = Duration.ofSeconds(60);
        SessionProvider slow = new OtherRenewal(refused -> tooEarlyFor(Duration.ofMillis(100)));
        open(1, Mode.FULL, Duration.ofSeconds(5), slow, 0, null);
        awaitTicks(1);
        int refusals = 20;
        exchange.faults().refuseHandshakes(403, refusals);
        exchange.faults().cut(1);
        awaitGap();
        assertEquals(refusals, freshSessions.get());
    }

    @Test
    void stopsTheProcessWhenTheLoginIsRefused() throws Exception {
        SessionProvider refused = new OtherRenewal(unused -> {
            throw new UserException(ExitCode.LOGIN_REFUSED, "login refused: wrong password");
        });
        open(1, Mode.FULL, Duration.ofSeconds(5), refused, 0, null);
        awaitTicks(1);
        exchange.faults().killTokens();
        exchange.faults().cut(1);
        Await.until("the stop", stop::isRequested);
        assertEquals(
                ExitCode.LOGIN_REFUSED,
                assertThrows(UserException.class, () -> stop.await(1)).exitCode());
    }

    @Test
    void recordsNoGapAtItsOwnClose() throws Exception {
        open(2, Mode.FULL, Duration.ofSeconds(5));
        awaitTicks(1);
        awaitTicks(2);
        sockets.close();
        assertEquals(List.of(), sink.gaps());
        Await.until("they are closed", () -> openSockets().isEmpty());
        exchange.sockets().forEach(socket -> assertEquals("closed by client", socket.end()));
        assertEquals(List.of(), sink.gaps());
    }

    @Test
    void hasDeliveredAllThatTheServerSentWhenItIsClosed() throws Exception {
        exchange.flow().rate(Rate.MAX);
        open(1, Mode.FULL, Duration.ofSeconds(5));
        Await.until("ticks", () -> sink.packets() > 10_000);
        sockets.close();
        long delivered = sink.packets();
        Await.until("the server has ended them", () -> openSockets().isEmpty());
        assertEquals(exchange.sentTicks(), delivered);
    }

    @Test
    void recordsTheGapThatIsOpenAtTheEnd() throws Exception {
        open(1, Mode.FULL, Duration.ofSeconds(5));
        awaitTicks(1);
        exchange.faults().refuseHandshakes(502, Duration.ofMinutes(5));
        exchange.faults().cut(1);
        Await.until("it is down", () -> sockets.states().equals("1:down"));
        sockets.close();
        assertEquals(1, sink.gaps().size());
        assertFalse(sink.gaps().get(0).to().isBefore(sink.gaps().get(0).from()));
    }

    @Test
    void recordsWhyNothingCameBeforeTheFirstMessage() throws Exception {
        long since = ChronoUnit.MICROS.between(Instant.EPOCH, CLOCK.instant()) - 90_000_000;
        open(1, Mode.FULL, Duration.ofSeconds(5), desk().sessions(), since, "the connector was not running");
        FeedGap gap = awaitGap();
        assertEquals("the connector was not running", gap.reason());
        assertEquals(Instant.EPOCH.plus(since, ChronoUnit.MICROS), gap.from());
        assertEquals(gap, sink.deliveries().get(0).gap(), "before the first message");
    }

    @Test
    void deliversEveryTickThatWasSent() throws Exception {
        exchange.flow().running(false);
        open(3, Mode.FULL, Duration.ofSeconds(5));
        awaitAllSubscribed();
        exchange.faults().burst(0, 20_000);
        Await.until("the burst is sent", () -> exchange.sentTicks() >= 60_000);
        Await.until("and has come", () -> sink.packets() >= exchange.sentTicks());
        assertEquals(exchange.sentTicks(), sink.packets());
    }

    @Test
    void stopsReadingWhileTheQueueIsFullAndLosesNothing() throws Exception {
        exchange.flow().running(false);
        QueueSink queued = new QueueSink(512 << 10, Duration.ofSeconds(4));
        open(3, Mode.FULL, Duration.ofSeconds(4), desk().sessions(), 0, null, queued);
        awaitAllSubscribed();
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
        assertEquals(3, openSockets().size());
        assertEquals(3, exchange.sockets().size(), "none was taken for dead");
    }

    @Test
    void dropsWhatTheQueueHadNoRoomForAndRecordsItWithTheSocketsInstruments() throws Exception {
        exchange.flow().running(false);
        QueueSink queued = new QueueSink(64 << 10, Duration.ofSeconds(2));
        open(2, Mode.FULL, Duration.ofSeconds(2), desk().sessions(), 0, null, queued);
        awaitAllSubscribed();
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
        assertEquals(selection.shards().get(gap.socket() - 1).size(), gap.instruments());
        assertTrue(gap.reason().startsWith(queued.dropped() + " frames dropped"), gap.reason());
        assertTrue(gap.from().isBefore(gap.to()), gap::toString);
        assertEquals(2, exchange.sockets().size(), "none was taken for dead");
    }

    @Test
    void closesInTimeWhileTheQueueIsFullAndRecordsWhatWaited() throws Exception {
        exchange.flow().rate(Rate.MAX);
        QueueSink queued = new QueueSink(64 << 10, Duration.ofMinutes(10));
        open(3, Mode.FULL, Duration.ofMinutes(10), desk().sessions(), 0, null, queued);
        Await.until("a queue that is full for all", () -> readersThatWait() == 3);
        long began = System.nanoTime();
        sockets.close();
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

    private void awaitAllSubscribed() {
        Await.until(
                "all subscribed",
                () -> openSockets().stream()
                                .mapToInt(SocketReport::subscriptions)
                                .sum()
                        == selection.instruments().size());
    }

    private KiteDesk desk() {
        return new KiteDesk(settings(1, Mode.FULL, Duration.ofSeconds(5)), CLOCK, TickerSocketsTest::await);
    }

    /** Really sleeps, until the next window of a TOTP if need be. */
    private static void await(Duration time) throws InterruptedException {
        new StopSignal().await(Math.max(0, time.toMillis()));
    }

    private Settings settings(int count, Mode mode, Duration stall) {
        return TestSettings.sockets(exchange, directory, count, mode, stall, reconnectMaxDelay);
    }

    private void open(int count, Mode mode, Duration stall) throws Exception {
        open(count, mode, stall, new OtherRenewal(refused -> logInAtOnce()), 0, null);
    }

    /** Logs in without the minute that the program waits between two logins. */
    private KiteSession logInAtOnce() throws InterruptedException {
        try {
            Files.deleteIfExists(directory.resolve("session.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return desk().sessions().current();
    }

    private static KiteSession tooEarlyFor(Duration wait) throws LoginLaterException {
        throw new LoginLaterException("too early", wait);
    }

    /** Replaces a refused session. */
    @FunctionalInterface
    private interface Renewal {
        KiteSession fresh(KiteSession refused) throws LoginLaterException, InterruptedException;
    }

    /** Gives the program's own first session, and counts the requests for others. */
    private final class OtherRenewal implements SessionProvider {
        private final SessionProvider first = desk().sessions();
        private final Renewal renewal;

        OtherRenewal(Renewal renewal) {
            this.renewal = renewal;
        }

        @Override
        public KiteSession current() throws InterruptedException {
            return first.current();
        }

        @Override
        public KiteSession fresh(KiteSession refused) throws LoginLaterException, InterruptedException {
            freshSessions.incrementAndGet();
            return renewal.fresh(refused);
        }
    }

    private void open(
            int count, Mode mode, Duration stall, SessionProvider sessions, long silentSince, String silenceReason)
            throws Exception {
        open(count, mode, stall, sessions, silentSince, silenceReason, sink);
    }

    private void open(
            int count,
            Mode mode,
            Duration stall,
            SessionProvider sessions,
            long silentSince,
            String silenceReason,
            FrameSink into)
            throws Exception {
        Settings settings = settings(count, mode, stall);
        sessions.current();
        selection = new KiteDesk(settings, CLOCK, TickerSocketsTest::await).select(List.of("NIFTY"));
        assertEquals(count, selection.shards().size());
        long since = silentSince > 0 ? silentSince : ChronoUnit.MICROS.between(Instant.EPOCH, CLOCK.instant());
        sockets = new TickerSockets(
                settings, sessions, selection, since, silenceReason, into, CLOCK, System::nanoTime, stop);
    }

    private void awaitTicks(int socket) {
        Await.until("ticks on socket " + socket, () -> sink.frames(socket) > 2);
    }

    private FeedGap awaitGap() {
        Await.until("a gap", () -> !sink.gaps().isEmpty());
        return sink.gaps().get(0);
    }

    private String awaitStates(String states) {
        Await.until("the states " + states, () -> sockets.states().equals(states));
        return sockets.states();
    }

    private List<SocketReport> openSockets() {
        return exchange.sockets().stream().filter(it -> it.end() == null).toList();
    }

    private void assertSubscribedAgain(int connections) {
        Await.until(
                "subscribed again",
                () -> exchange.sockets().size() == connections
                        && exchange.sockets().get(connections - 1).subscriptions()
                                == selection.instruments().size());
        awaitFullTicks(sink.deliveries().size());
    }

    /** Quotes come without a mode, full packets only with it. */
    private void awaitFullTicks(int from) {
        Await.until(
                "full ticks",
                () -> sink.deliveries().stream()
                                .skip(from)
                                .filter(it -> it.gap() == null)
                                .filter(it -> firstLength(it.bytes()) == FULL_BYTES
                                        || firstLength(it.bytes()) == INDEX_FULL_BYTES)
                                .count()
                        > 5);
    }

    /** A gap lasts from the last message before it to the first one after it, heartbeats included. */
    private void assertSurroundedByItsMessages(FeedGap gap) {
        List<CollectingSink.Delivery> all = sink.deliveries();
        int at = 0;
        while (all.get(at).gap() != gap) {
            at++;
        }
        long from = ChronoUnit.MICROS.between(Instant.EPOCH, gap.from());
        long to = ChronoUnit.MICROS.between(Instant.EPOCH, gap.to());
        assertTrue(all.get(at - 1).arrivedAtMicros() <= from
                && from - all.get(at - 1).arrivedAtMicros() < 1_500_000);
        assertTrue(from < to);
        int end = at + 1;
        Await.until("a message after the gap", () -> sink.deliveries().size() > end);
        long next = sink.deliveries().get(end).arrivedAtMicros();
        assertTrue(to <= next && next - to < 1_500_000, to + " and " + next);
    }

    private static int firstLength(byte[] frame) {
        return (frame[2] & 0xff) << 8 | frame[3] & 0xff;
    }
}
