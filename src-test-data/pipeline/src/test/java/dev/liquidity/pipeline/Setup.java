package dev.liquidity.pipeline;

import dev.liquidity.sandbox.Credentials;
import dev.liquidity.sandbox.RedisServer;
import dev.liquidity.sandbox.SandboxExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a pipeline is to be.
 *
 * @param directory of the run: configuration, database, journal, logs
 * @param ticksPerSecond that the exchange sends, on all sockets
 * @param redisConfiguration lines of redis.conf
 * @param database the SQLite file
 * @param journal its directory
 * @param maxStreamLength entries
 * @param stallSeconds after which a socket that says nothing is opened anew
 * @param reconnectMaxDelay seconds, the longest wait between two attempts of a socket
 */
record Setup(
        Path directory,
        int ticksPerSecond,
        List<String> redisConfiguration,
        Path database,
        Path journal,
        int maxStreamLength,
        int stallSeconds,
        int reconnectMaxDelay) {

    /** 1,500 ticks a second, a Redis that keeps nothing, everything below one directory. */
    static Setup in(Path directory) {
        return new Setup(
                directory,
                1500,
                List.of(),
                directory.resolve("data/ticks.db"),
                directory.resolve("data/journal"),
                100_000,
                10,
                2);
    }

    Setup rate(int perSecond) {
        return new Setup(
                directory,
                perSecond,
                redisConfiguration,
                database,
                journal,
                maxStreamLength,
                stallSeconds,
                reconnectMaxDelay);
    }

    Setup redis(String... lines) {
        return new Setup(
                directory,
                ticksPerSecond,
                List.of(lines),
                database,
                journal,
                maxStreamLength,
                stallSeconds,
                reconnectMaxDelay);
    }

    Setup database(Path file) {
        return new Setup(
                directory,
                ticksPerSecond,
                redisConfiguration,
                file,
                journal,
                maxStreamLength,
                stallSeconds,
                reconnectMaxDelay);
    }

    Setup journal(Path place) {
        return new Setup(
                directory,
                ticksPerSecond,
                redisConfiguration,
                database,
                place,
                maxStreamLength,
                stallSeconds,
                reconnectMaxDelay);
    }

    Setup maxStreamLength(int entries) {
        return new Setup(
                directory,
                ticksPerSecond,
                redisConfiguration,
                database,
                journal,
                entries,
                stallSeconds,
                reconnectMaxDelay);
    }

    Setup stallSeconds(int seconds) {
        return new Setup(
                directory,
                ticksPerSecond,
                redisConfiguration,
                database,
                journal,
                maxStreamLength,
                seconds,
                reconnectMaxDelay);
    }

    Setup reconnectMaxDelay(int seconds) {
        return new Setup(
                directory,
                ticksPerSecond,
                redisConfiguration,
                database,
                journal,
                maxStreamLength,
                stallSeconds,
                seconds);
    }

    /** Where a process works: each in its own place, so that no two write one log. */
    Path directoryOf(String process) {
        return directory.resolve(process);
    }

    Path config() {
        return directory.resolve("config.yaml");
    }

    /** The password that the lines for Redis set, or null. */
    String redisPassword() {
        return redisConfiguration.stream()
                .filter(line -> line.startsWith("requirepass "))
                .map(line -> line.substring("requirepass ".length()))
                .findFirst()
                .orElse(null);
    }

    /** The configuration of both jars. The session lasts all day, so that a test may run at any hour. */
    void writeConfig(SandboxExchange exchange, RedisServer redis) throws IOException {
        Credentials credentials = exchange.credentials();
        Files.writeString(directory.resolve("config.yaml"), """
                zerodha:
                  api_key: "%s"
                  api_secret: "%s"
                  user_id: "%s"
                  password: "%s"
                  totp_secret: "%s"
                  login_url: "%s"
                  api_url: "%s"
                  ticker_url: "%s"
                  session_file: "./session.json"
                redis:
                  host: "%s"
                  port: %d
                  password: %s
                  max_stream_length: %d
                connector:
                  num_sockets: 3
                  login_time: "00:00"
                  session_end: "23:59"
                  reconnect_max_delay: %d
                  stall_timeout_seconds: %d
                  journal_dir: "%s"
                persistence:
                  db_path: "%s"
                  dump_interval_seconds: 0.5
                telegram:
                  enabled: false
                logging:
                  level: INFO
                  log_file: "./logs/app.log"
                """.formatted(
                        credentials.apiKey(),
                        credentials.apiSecret(),
                        credentials.userId(),
                        credentials.password(),
                        credentials.totpSecret(),
                        exchange.loginUrl(),
                        exchange.apiUrl(),
                        exchange.tickerUrl(),
                        redis.host(),
                        redis.port(),
                        redisPassword() == null ? "null" : '"' + redisPassword() + '"',
                        maxStreamLength,
                        reconnectMaxDelay,
                        stallSeconds,
                        journal,
                        database));
    }
}
