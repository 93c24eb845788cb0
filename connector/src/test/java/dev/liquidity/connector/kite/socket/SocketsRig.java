package dev.liquidity.connector.kite.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.login.LoginLaterException;
import dev.liquidity.connector.kite.login.SessionProvider;
import dev.liquidity.connector.kite.rest.KiteSession;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A sandbox exchange, and sockets that a test opens to it. */
final class SocketsRig implements AutoCloseable {
    static final InstantSource CLOCK = InstantSource.system();
    private static final int FULL_BYTES = 184;
    private static final int INDEX_FULL_BYTES = 32;

    private final Path directory;
    private final CollectingSink sink = new CollectingSink();
    private final StopSignal stop = new StopSignal();
    private final AtomicInteger freshSessions = new AtomicInteger();
    private final SandboxExchange exchange;
    private Duration reconnectMaxDelay = Duration.ofMillis(500);
    private TickerSockets sockets;
    private Selection selection;

    /** Starts the exchange. */
    SocketsRig(Path directory) throws IOException {
        this.directory = directory;
        exchange =
                SandboxExchange.start(new SandboxOptions().rate(Rate.total(200)).limited(false));
    }

    SandboxExchange exchange() {
        return exchange;
    }

    CollectingSink sink() {
        return sink;
    }

    StopSignal stop() {
        return stop;
    }

    /** How often a refused session was to be replaced. */
    int freshSessions() {
        return freshSessions.get();
    }

    /** The longest wait between two attempts, half a second if not set before the sockets are opened. */
    void reconnectMaxDelay(Duration delay) {
        reconnectMaxDelay = delay;
    }

    /** Those that were opened last. */
    TickerSockets sockets() {
        return sockets;
    }

    /** What they subscribe. */
    Selection selection() {
        return selection;
    }

    /** Selects what they subscribe. */
    Selection select(KiteDesk desk) throws Exception {
        selection = desk.select(List.of("NIFTY"));
        return selection;
    }

    KiteDesk desk() {
        return new KiteDesk(settings(1, Mode.FULL, Duration.ofSeconds(5)), CLOCK, SocketsRig::await);
    }

    /** Really sleeps, until the next window of a TOTP if need be. */
    private static void await(Duration time) throws InterruptedException {
        new StopSignal().await(Math.max(0, time.toMillis()));
    }

    Settings settings(int count, Mode mode, Duration stall) {
        return TestSettings.sockets(exchange, directory, count, mode, stall, reconnectMaxDelay);
    }

    void open(int count, Mode mode, Duration stall) throws Exception {
        open(count, mode, stall, renewing(refused -> logInAtOnce()), 0, null);
    }

    void open(int count, Mode mode, Duration stall, SessionProvider sessions, long silentSince, String silenceReason)
            throws Exception {
        open(count, mode, stall, sessions, silentSince, silenceReason, sink);
    }

    void open(
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
        select(new KiteDesk(settings, CLOCK, SocketsRig::await));
        assertEquals(count, selection.shards().size());
        long since = silentSince > 0 ? silentSince : ChronoUnit.MICROS.between(Instant.EPOCH, CLOCK.instant());
        sockets = new TickerSockets(
                settings, sessions, selection, since, silenceReason, into, CLOCK, System::nanoTime, stop);
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

    /** Replaces a refused session. */
    @FunctionalInterface
    interface Renewal {
        KiteSession fresh(KiteSession refused) throws LoginLaterException, InterruptedException;
    }

    /** Gives the program's own first session, and counts the requests for others. */
    SessionProvider renewing(Renewal renewal) {
        SessionProvider first = desk().sessions();
        return new SessionProvider() {
            @Override
            public KiteSession current() throws InterruptedException {
                return first.current();
            }

            @Override
            public KiteSession fresh(KiteSession refused) throws LoginLaterException, InterruptedException {
                freshSessions.incrementAndGet();
                return renewal.fresh(refused);
            }
        };
    }

    void awaitAllSubscribed() {
        Await.until(
                "all subscribed",
                () -> openSockets().stream()
                                .mapToInt(SocketReport::subscriptions)
                                .sum()
                        == selection.instruments().size());
    }

    void awaitTicks(int socket) {
        Await.until("ticks on socket " + socket, () -> sink.frames(socket) > 2);
    }

    FeedGap awaitGap() {
        Await.until("a gap", () -> !sink.gaps().isEmpty());
        return sink.gaps().get(0);
    }

    String awaitStates(String states) {
        Await.until("the states " + states, () -> sockets.states().equals(states));
        return sockets.states();
    }

    List<SocketReport> openSockets() {
        return exchange.sockets().stream().filter(it -> it.end() == null).toList();
    }

    void assertSubscribedAgain(int connections) {
        Await.until(
                "subscribed again",
                () -> exchange.sockets().size() == connections
                        && exchange.sockets().get(connections - 1).subscriptions()
                                == selection.instruments().size());
        awaitFullTicks(sink.deliveries().size());
    }

    /** Quotes come without a mode, full packets only with it. */
    void awaitFullTicks(int from) {
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
    void assertSurroundedByItsMessages(FeedGap gap) {
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

    /** The length of a frame's first packet. */
    static int firstLength(byte[] frame) {
        return (frame[2] & 0xff) << 8 | frame[3] & 0xff;
    }

    @Override
    public void close() throws IOException {
        if (sockets != null) {
            sockets.close();
        }
        exchange.close();
    }
}
