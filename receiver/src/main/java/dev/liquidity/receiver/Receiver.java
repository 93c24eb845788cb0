package dev.liquidity.receiver;

import dev.liquidity.common.command.Launcher;
import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.receiver.consume.StreamConsumer;
import dev.liquidity.receiver.entry.Tally;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** The receiver's command: stores what the connector puts into the stream. */
@Command(
        name = "receiver",
        description = "Consumes the tick stream and stores it in Redis keys and in SQLite, until it is stopped.",
        sortOptions = false)
public final class Receiver implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final long REPORT_MILLIS = 10_000;

    private final Timing timing;

    @Option(
            names = "--consumer-name",
            paramLabel = "NAME",
            description =
                    "This process' name in the consumer group; wins over redis.consumer_name. Receivers that run together each"
                            + " need their own, and one that is restarted should have its old one.")
    private String consumerName;

    /** The program as its command line starts it. */
    public Receiver() {
        this(Timing.USUAL);
    }

    Receiver(Timing timing) {
        this.timing = timing;
    }

    public static void main(String[] args) {
        System.exit(Launcher.launch(new Receiver(), args));
    }

    @Override
    public String name() {
        return "receiver";
    }

    @Override
    public Map<String, String> overrides() {
        if (consumerName != null && consumerName.isBlank()) {
            throw new UserException(ExitCode.USAGE, "--consumer-name must not be blank");
        }
        return consumerName == null ? Map.of() : Map.of("redis.consumer_name", consumerName);
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException {
        Settings.Redis redis = settings.redis();
        Clock clock = Clock.systemUTC();
        Tally tally = new Tally();
        Connection connection = RedisConnections.openWithin(timing.redisPatience(), redis, "receiver-start", stop);
        if (connection == null) {
            return ExitCode.DONE;
        }
        try {
            StreamConsumer.join(redis, connection);
        } catch (JedisException e) {
            // It was there a moment ago: whoever reads waits for it, as at any later hour.
            LOG.warn("Redis at {}: {}", RedisConnections.address(redis), RedisConnections.reason(e));
        } finally {
            RedisConnections.close(connection);
        }
        Pipeline pipeline = new Pipeline(settings, timing, stop, clock, tally);
        try (pipeline) {
            pipeline.start(clock);
            LOG.info(
                    "consuming {} on Redis at {} as {} of group {}, into {}",
                    redis.streamName(),
                    RedisConnections.address(redis),
                    redis.consumerName(),
                    redis.consumerGroup(),
                    settings.persistence().dbPath());
            report(stop, tally);
        } finally {
            LOG.info("in all: {}", tally.counters().line());
            if (pipeline.leftUndone() > 0) {
                LOG.warn("{} batches are left pending in Redis for the next start", pipeline.leftUndone());
            }
        }
        return ExitCode.DONE;
    }

    /** Waits for the stop. What goes as it should is said at DEBUG: at INFO there is a line for each dump. */
    private static void report(StopSignal stop, Tally tally) throws InterruptedException {
        long troubles = 0;
        while (!stop.await(REPORT_MILLIS)) {
            if (tally.troubles() != troubles) {
                troubles = tally.troubles();
                LOG.info(tally.counters().line());
            } else if (LOG.isDebugEnabled()) {
                LOG.debug(tally.counters().line());
            }
        }
    }
}
