package dev.liquidity.common.status;

import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Shows how a process is while it runs: every few seconds in a hash of Redis, for the receiver's command
 * {@code status}, and on {@code metrics.port}. While Redis is away nothing is written, and nobody waits.
 */
public final class Vitals implements Worker.Duty, AutoCloseable {
    /** How long the hash outlives its last writing. What is left of that says how old it is. */
    public static final Duration TTL = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);
    private static final long PERIOD_MILLIS = 2000;
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Path PROCESS = Path.of("/proc/self/status");

    private final Settings.Redis redis;
    private final String key;
    private final Counters counters;

    private final Worker worker;
    private final MetricsServer metrics;

    private RedisConnection connection;

    /**
     * Starts to show a process; a receiver's metrics are on the port after the connector's.
     *
     * @param counters all that the process has
     */
    public Vitals(Settings settings, Role role, Counters counters, StopSignal stop) {
        redis = settings.redis();
        this.counters = counters;
        boolean isConnector = role == Role.CONNECTOR;
        key = isConnector
                ? Keys.connectorStatus(redis.streamName())
                : Keys.receiverStatus(redis.streamName(), redis.consumerName());
        counters.figure("resident_bytes", "memory of the process (RSS)", Vitals::residentBytes);
        metrics = settings.metricsPort() == null
                ? null
                : MetricsServer.open(
                        settings.metricsPort() + (isConnector ? 0 : 1),
                        role.name().toLowerCase(Locale.ROOT),
                        counters);
        worker = new Worker("status", this, stop).start();
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        try {
            if (connection == null) {
                connection = RedisConnections.open(redis, "status");
            }
            write();
        } catch (JedisException | UserException e) {
            LOG.debug("The status is not written: {}", e.toString());
            disconnect();
        }
        return !closing.await(PERIOD_MILLIS);
    }

    private void write() {
        Map<String, String> shown = new HashMap<>();
        shown.put("pid", Long.toString(ProcessHandle.current().pid()));
        counters.entries().forEach(entry -> shown.put(entry.name(), entry.print()));
        Jedis jedis = new Jedis(connection);
        jedis.hset(key, shown);
        jedis.expire(key, TTL.toSeconds());
    }

    /** Where Linux tells it; elsewhere it is not known. */
    private static double residentBytes() {
        try {
            for (String line : Files.readAllLines(PROCESS)) {
                if (line.startsWith("VmRSS:")) {
                    return 1024.0 * Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            LOG.trace("No {}", PROCESS, e);
        }
        return Double.NaN;
    }

    private void disconnect() {
        RedisConnections.close(connection);
        connection = null;
    }

    /** Removes the hash: a process that has ended is not one that has fallen silent. */
    @Override
    public void onClose() {
        try {
            if (connection != null) {
                new Jedis(connection).del(key);
            }
        } catch (JedisException e) {
            LOG.debug("The status is not removed: {}", e.toString());
        } finally {
            disconnect();
        }
    }

    @Override
    public void close() {
        worker.close(PATIENCE);
        if (metrics != null) {
            metrics.close();
        }
    }
}
