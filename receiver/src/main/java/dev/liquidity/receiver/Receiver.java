package dev.liquidity.receiver;

import dev.liquidity.common.command.Launcher;
import dev.liquidity.common.command.Program;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.status.Vitals;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.watch.DiskWatch;
import dev.liquidity.common.watch.Watches;
import dev.liquidity.receiver.consume.Heartbeat;
import dev.liquidity.receiver.consume.RedisMemory;
import dev.liquidity.receiver.consume.StreamConsumer;
import dev.liquidity.receiver.store.LogGrowth;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** The command: stores what the connector writes to the stream. */
@Command(
        name = "receiver",
        description = "Consumes the tick stream and stores it in Redis keys and in SQLite, until it is stopped.")
public final class Receiver implements Program {
    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final long REPORT_MILLIS = 10_000;

    private final Timing timing;
    private final InstantSource clock;

    @Option(
            names = "--consumer-name",
            paramLabel = "NAME",
            description = "This process' name in the consumer group; wins over redis.consumer_name. Receivers that run"
                    + " together each need their own, and one that is restarted should have its old one.")
    private String consumerName;

    public Receiver() {
        this(InstantSource.system());
    }

    /** @param clock in place of the host's, for tests in which a day passes in seconds */
    public Receiver(InstantSource clock) {
        this(Timing.USUAL, clock);
    }

    Receiver(Timing timing, InstantSource clock) {
        this.timing = timing;
        this.clock = clock;
    }

    public static void main(String[] args) {
        System.exit(Launcher.launch(new Receiver(), args));
    }

    @Override
    public List<Program> commands() {
        return List.of(
                new StatusCommand(clock),
                new ImportCommand(),
                new ArchiveCommand(clock),
                new RebuildCommand(clock),
                new QueryCommand(),
                new ExportCommand(),
                new DashboardCommand(clock),
                new ReportCommand());
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public String fault() {
        return consumerName != null && consumerName.isBlank() ? "--consumer-name must not be blank" : null;
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public Map<String, String> overrides() {
        return consumerName == null ? Map.of() : Map.of("redis.consumer_name", consumerName);
    }

    @Override
    public ExitCode run(Settings settings, StopSignal stop) throws InterruptedException {
        Settings.Redis redis = settings.redis();
        Connection connection = RedisConnections.openWithin(timing.redisPatience(), redis, "receiver-start", stop);
        if (connection == null) {
            return ExitCode.DONE;
        }
        try {
            StreamConsumer.join(redis, connection);
            Heartbeat.awaitName(redis, timing.aliveTtl(), connection, stop);
        } catch (JedisException e) {
            // Redis was there a moment ago: the reader waits for it, as it does later.
            LOG.warn("Redis at {}: {}", RedisConnections.address(redis), RedisConnections.reason(e));
        } finally {
            RedisConnections.close(connection);
        }
        if (!stop.isRequested()) {
            store(settings, stop);
        }
        return ExitCode.DONE;
    }

    private void store(Settings settings, StopSignal stop) throws InterruptedException {
        Counters counters = new Counters();
        Pipeline pipeline = new Pipeline(settings, timing, clock, counters, stop);
        try (pipeline;
                Watches watches = watches(settings, clock, stop)) {
            pipeline.start(clock);
            watches.start();
            Settings.Redis redis = settings.redis();
            LOG.info(
                    Notice.TELL,
                    "Consuming {} on Redis at {} as {} of group {}, into {}",
                    redis.streamName(),
                    RedisConnections.address(redis),
                    redis.consumerName(),
                    redis.consumerGroup(),
                    settings.persistence().dbPath());
            try (Vitals vitals = new Vitals(settings, Role.RECEIVER, counters, stop)) {
                report(counters, stop);
            }
        } finally {
            LOG.info(Notice.TELL, "The receiver ends. In all: {}", counters.line());
            if (pipeline.leftUndone() > 0) {
                LOG.warn("{} batches are left pending in Redis for the next start", pipeline.leftUndone());
            }
        }
    }

    private static Watches watches(Settings settings, InstantSource clock, StopSignal stop) {
        Settings.Persistence persistence = settings.persistence();
        List<Path> directories = List.of(
                Path.of(persistence.dbPath()).toAbsolutePath().getParent(),
                settings.logging().logFile().toAbsolutePath().getParent());
        return new Watches(
                Map.of(
                        "Disk", new DiskWatch(directories, persistence.minFreeBytes()),
                        "SQLite", new LogGrowth(persistence.dbPath(), clock),
                        "Redis", new RedisMemory(settings.redis())),
                stop);
    }

    /**
     * Logs the counters until the stop: at INFO after new faults, else at DEBUG, since each commit has a line at INFO.
     */
    private static void report(Counters counters, StopSignal stop) throws InterruptedException {
        long faults = 0;
        while (!stop.await(REPORT_MILLIS)) {
            if (counters.faultCount() != faults) {
                faults = counters.faultCount();
                LOG.info(counters.line());
            } else if (LOG.isDebugEnabled()) {
                LOG.debug(counters.line());
            }
        }
    }
}
