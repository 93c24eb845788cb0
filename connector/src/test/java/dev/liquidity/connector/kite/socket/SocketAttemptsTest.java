package dev.liquidity.connector.kite.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.login.LoginLaterException;
import dev.liquidity.connector.kite.login.SessionProvider;
import dev.liquidity.connector.kite.rest.KiteSession;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the sockets try again when the exchange refuses or closes them, and when they log in anew. */
@Timeout(60)
class SocketAttemptsTest {
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
    void waitsLongerFromConnectionToConnectionWhileTheServerAcceptsSendsAndCloses() throws Exception {
        rig.reconnectMaxDelay(Duration.ofSeconds(60));
        try (CapturedLog log = new CapturedLog()) {
            rig.open(1, Mode.FULL, Duration.ofSeconds(5));
            for (int closed = 1; closed <= 5; closed++) {
                int connections = closed;
                Await.until(
                        "ticks on connection " + connections,
                        () -> exchange.sockets().size() == connections
                                && exchange.sockets().get(connections - 1).ticks() > 0);
                Await.until("it is seen", () -> rig.sockets().states().equals("1:up"));
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
    void triesAgainWhileHandshakesAreRefused() throws Exception {
        rig.open(1, Mode.FULL, Duration.ofSeconds(5));
        rig.awaitTicks(1);
        exchange.faults().refuseHandshakes(502, 3);
        exchange.faults().cut(1);
        FeedGap gap = rig.awaitGap();
        rig.assertSurroundedByItsMessages(gap);
        assertEquals(0, rig.freshSessions(), "a proxy's page says nothing about the token");
        rig.assertSubscribedAgain(2);
    }

    @Test
    void waitsLongerWhenThereAreTooManySockets() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            rig.open(1, Mode.FULL, Duration.ofSeconds(5));
            rig.awaitTicks(1);
            exchange.faults().refuseHandshakes(429, 1);
            exchange.faults().cut(1);
            FeedGap gap = rig.awaitGap();
            assertTrue(Duration.between(gap.from(), gap.to()).compareTo(Duration.ofMillis(4_500)) > 0, gap.toString());
            assertTrue(log.text().contains("HTTP 429: too many sockets of this key"), log.text());
            assertEquals(0, rig.freshSessions());
        }
    }

    @Test
    void asksForAFreshSessionWhenTheTokenIsDead() throws Exception {
        rig.open(1, Mode.FULL, Duration.ofSeconds(5));
        rig.awaitTicks(1);
        exchange.faults().killTokens();
        long frames = sink.frames(1);
        Await.until("an open socket outlives its token", () -> sink.frames(1) > frames + 3);
        assertEquals(0, rig.freshSessions());
        exchange.faults().cut(1);
        rig.awaitGap();
        assertEquals(1, rig.freshSessions());
        rig.assertSubscribedAgain(2);
    }

    @Test
    void tellsPeopleOnceThatItCanNotConnect() throws Exception {
        rig.reconnectMaxDelay(Duration.ofMillis(10));
        rig.open(1, Mode.FULL, Duration.ofSeconds(5));
        rig.awaitTicks(1);
        try (CapturedLog log = new CapturedLog()) {
            exchange.faults().refuseHandshakes(502, 20);
            exchange.faults().cut(1);
            rig.awaitGap();
            assertEquals(1, log.told().size(), log.told()::toString);
            assertTrue(log.told().get(0).startsWith("Socket 1 ended: handshake refused with HTTP 502"));
        }
    }

    @Test
    void keepsItsSessionAndTriesItSoonWhenItIsTooEarlyForAnother() throws Exception {
        rig.reconnectMaxDelay(Duration.ofSeconds(60));
        SessionProvider early = rig.renewing(refused -> tooEarlyFor(Duration.ofMinutes(30)));
        rig.open(1, Mode.FULL, Duration.ofSeconds(5), early, 0, null);
        rig.awaitTicks(1);
        exchange.faults().refuseHandshakes(403, 2);
        exchange.faults().cut(1);
        FeedGap gap = rig.awaitGap();
        assertEquals(2, rig.freshSessions(), "asked for each refusal");
        assertTrue(Duration.between(gap.from(), gap.to()).compareTo(Duration.ofSeconds(10)) < 0, gap.toString());
        assertFalse(rig.stop().isRequested());
    }

    @Test
    void asksForASessionAsSoonAsALoginMayHelp() throws Exception {
        rig.reconnectMaxDelay(Duration.ofSeconds(60));
        SessionProvider slow = rig.renewing(refused -> tooEarlyFor(Duration.ofMillis(100)));
        rig.open(1, Mode.FULL, Duration.ofSeconds(5), slow, 0, null);
        rig.awaitTicks(1);
        int refusals = 20;
        exchange.faults().refuseHandshakes(403, refusals);
        exchange.faults().cut(1);
        rig.awaitGap();
        assertEquals(refusals, rig.freshSessions());
    }

    @Test
    void stopsTheProcessWhenTheLoginIsRefused() throws Exception {
        SessionProvider refused = rig.renewing(unused -> {
            throw new UserException(ExitCode.LOGIN_REFUSED, "login refused: wrong password");
        });
        rig.open(1, Mode.FULL, Duration.ofSeconds(5), refused, 0, null);
        rig.awaitTicks(1);
        exchange.faults().killTokens();
        exchange.faults().cut(1);
        Await.until("the stop", rig.stop()::isRequested);
        assertEquals(
                ExitCode.LOGIN_REFUSED,
                assertThrows(UserException.class, () -> rig.stop().await(1)).exitCode());
    }

    private static KiteSession tooEarlyFor(Duration wait) throws LoginLaterException {
        throw new LoginLaterException("too early", wait);
    }
}
