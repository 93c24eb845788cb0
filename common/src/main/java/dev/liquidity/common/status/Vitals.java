package dev.liquidity.common.status;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.metrics.MetricsServer;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
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

    private Vitals(Settings settings, String program, String key, Counters counters, Integer port, StopSignal stop) {
        redis = settings.redis();
        this.key = key;
        this.counters = counters;
        counters.figure("resident_bytes", "memory of the process (RSS)", Vitals::residentBytes);
        metrics = port == null ? null : MetricsServer.open(port, program, counters);
        worker = new Worker("status", this, stop).start();
    }

    /**
     * Starts to show the connector.
     *
     * @param counters all that the process has
     */
    public static Vitals ofConnector(Settings settings, Counters counters, StopSignal stop) {
        String key = Keys.connectorStatus(settings.redis().streamName());
        return new Vitals(settings, "connector", key, counters, settings.metricsPort(), stop);
    }

    /** Starts to show a receiver, likewise, with its metrics on the next port. */
    public static Vitals ofReceiver(Settings settings, Counters counters, StopSignal stop) {
        Settings.Redis redis = settings.redis();
        String key = Keys.receiverStatus(redis.streamName(), redis.consumerName());
        Integer port = settings.metricsPort() == null ? null : settings.metricsPort() + 1;
        return new Vitals(settings, "receiver", key, counters, port, stop);
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
        CommandArguments command = new CommandArguments(Command.HSET).add(key);
        command.add("pid").add(ProcessHandle.current().pid());
        for (Counters.Entry entry : counters.entries()) {
            command.add(entry.name()).add(entry.print());
        }
        connection.executeCommand(command);
        connection.executeCommand(new CommandArguments(Command.EXPIRE).add(key).add(TTL.toSeconds()));
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
                connection.executeCommand(new CommandArguments(Command.DEL).add(key));
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
