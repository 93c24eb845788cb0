package dev.liquidity.connector;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.config.Secret;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.web.Credentials;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;

/** Settings that point at a test's own servers, with short times. */
public final class TestSettings {
    public static final String STREAM = "ticks:raw";
    public static final String GROUP = "tick_processors";

    private TestSettings() {}

    /** A server's settings, with a stream of a length. */
    public static Settings.Redis redis(RedisServer server, int maxStreamLength) {
        return redis(server, maxStreamLength, Settings.Keep.UNSTORED);
    }

    /** The same, with what is kept. */
    public static Settings.Redis redis(RedisServer server, int maxStreamLength, Settings.Keep keep) {
        return redis(server.host(), server.port(), maxStreamLength, keep);
    }

    /** The same, of any server. */
    public static Settings.Redis redis(String host, int port, int maxStreamLength, Settings.Keep keep) {
        return new Settings.Redis(
                host, port, 0, null, null, false, STREAM, GROUP, "receiver_1", maxStreamLength, keep, null, List.of());
    }

    /** All that sockets need: an exchange, and where the session and the journal may be. */
    public static Settings sockets(SandboxExchange exchange, Path directory, int sockets, Mode mode, Duration stall) {
        return sockets(exchange, directory, sockets, mode, stall, Duration.ofMillis(500));
    }

    /** The same, with waits between two attempts that grow up to another longest one. */
    public static Settings sockets(
            SandboxExchange exchange,
            Path directory,
            int sockets,
            Mode mode,
            Duration stall,
            Duration reconnectMaxDelay) {
        Credentials account = exchange.credentials();
        return new Settings(
                new Settings.Zerodha(
                        account.apiKey(),
                        new Secret(account.apiSecret()),
                        account.userId(),
                        new Secret(account.password()),
                        new Secret(account.totpSecret()),
                        exchange.loginUrl(),
                        exchange.apiUrl(),
                        exchange.tickerUrl(),
                        directory.resolve("session.json")),
                null,
                new Settings.Connector(
                        sockets,
                        mode,
                        LocalTime.of(8, 45),
                        LocalTime.of(15, 45),
                        50,
                        reconnectMaxDelay,
                        stall,
                        directory.resolve("journal"),
                        2),
                CalendarFile.builtIn(),
                new Settings.Instruments(
                        "NFO", 1, 0, new BigDecimal("1"), Set.of("CE", "PE", "FUT"), true, "NSE", Duration.ofHours(1)),
                null,
                null,
                null,
                null,
                null);
    }
}
