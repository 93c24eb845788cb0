package dev.liquidity.connector.kite.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.ticker.Rate;
import dev.liquidity.sandbox.ticker.SocketReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instruments that are listed while the sockets are open. */
@Timeout(60)
class AddedInstrumentsTest {
    @TempDir
    Path directory;

    private final CollectingSink sink = new CollectingSink();
    private final StopSignal stop = new StopSignal();

    @Test
    void areSubscribedOnTheOpenSocketsAndAgainAfterACut() throws Exception {
        try (SandboxExchange exchange = SandboxExchange.start(
                        new SandboxOptions().rate(Rate.total(100)).limited(false));
                KiteDesk desk = desk(exchange)) {
            Selection selection = desk.select(List.of("NIFTY"));
            int first = selection.instruments().size();
            List<Instrument> added = desk.select(List.of("BANKNIFTY")).instruments();
            int all = first + added.size();
            try (TickerSockets sockets = new TickerSockets(
                    settings(exchange),
                    desk.sessions(),
                    selection,
                    EpochMicros.of(InstantSource.system().instant()),
                    null,
                    sink,
                    InstantSource.system(),
                    System::nanoTime,
                    stop)) {
                awaitSubscriptions(exchange, List.of((first + 1) / 2, first / 2));

                sockets.subscribe(added.subList(0, 1));
                sockets.subscribe(added.subList(1, added.size()));

                awaitSubscriptions(exchange, List.of((all + 1) / 2, all / 2));
                assertEquals(2, exchange.sockets().size(), "the same sockets");
                int[] before = {
                    open(exchange).get(0).id(), open(exchange).get(0).subscriptions()
                };
                exchange.faults().cut(before[0]);
                Await.until("a gap", () -> !sink.gaps().isEmpty());
                awaitSubscriptions(exchange, List.of((all + 1) / 2, all / 2));
                assertEquals(before[1], sink.gaps().get(0).instruments());
            }
        }
    }

    private static List<SocketReport> open(SandboxExchange exchange) {
        return exchange.sockets().stream().filter(it -> it.end() == null).toList();
    }

    private static void awaitSubscriptions(SandboxExchange exchange, List<Integer> counts) {
        Await.until(
                "subscriptions " + counts,
                () -> open(exchange).stream()
                        .map(SocketReport::subscriptions)
                        .sorted((a, b) -> b - a)
                        .toList()
                        .equals(counts));
    }

    private Settings settings(SandboxExchange exchange) {
        return TestSettings.sockets(exchange, directory, 2, Mode.FULL, Duration.ofSeconds(5));
    }

    private KiteDesk desk(SandboxExchange exchange) {
        return new KiteDesk(
                settings(exchange), InstantSource.system(), time -> stop.await(Math.max(0, time.toMillis())));
    }
}
