package dev.liquidity.bench.rig;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.Directories;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The processes of one measurement, in a directory of their own: a Redis and, when started, exchange, connector and
 * receiver. Closing the rig ends them and removes the directory.
 */
public final class Rig implements AutoCloseable {
    private static final long READY_SECONDS = 60;
    private static final Duration AUDIT_PATIENCE = Duration.ofMinutes(10);

    private final Jars jars;
    private final Children children;
    private final RigSettings settings;
    private final Path directory;
    private final RedisServer server;
    private final RedisClient redis;
    private final Path database;
    private final Store store;
    private ChildProcess exchange;
    private Control control;
    private ChildProcess connector;
    private ChildProcess receiver;

    private Rig(Jars jars, Children children, RigSettings settings) throws IOException {
        this.jars = jars;
        this.children = children;
        this.settings = settings;
        directory = children.directory("rig");
        server = children.redis(directory.resolve("redis"));
        redis = new RedisClient(server.port());
        database = settings.database == null ? directory.resolve("data/ticks.db") : settings.database;
        store = new Store(database);
    }

    /** Starts Redis. */
    public static Rig open(Jars jars, Children children, RigSettings settings) throws IOException {
        return new Rig(jars, children, settings);
    }

    /** Starts the exchange; ticks flow at a rate as soon as somebody subscribes. */
    public void startExchange(double rate) throws IOException, InterruptedException {
        Path dump = directory.resolve("dump.csv");
        settings.universe.writeTo(dump);
        Path ready = directory.resolve("ready.env");
        ChildProcess.Builder builder = ChildProcess.builder("sandbox", directory)
                .java()
                .command("-jar", jars.sandbox().toString(), "exchange")
                .command("--rate", String.format(Locale.ROOT, "%.1f", rate))
                .command("--instruments", dump.toString(), "--ready-file", ready.toString());
        if (settings.ledger) {
            builder.command("--ledger", ledger().toString());
        }
        exchange = children.start(builder);
        Await.until("the exchange is up", Duration.ofSeconds(READY_SECONDS), () -> {
            checkRunning();
            return Files.exists(ready);
        });
        Map<String, String> endpoints = Files.readAllLines(ready).stream()
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
        control = new Control(endpoints.get("CONTROL_URL"));
        writeConfig(ConfigFile.of(endpoints));
    }

    /** Starts the connector, and with it the session. */
    public ChildProcess startConnector() throws IOException {
        connector = children.start(java("connector", settings.connectorFlags, jars.connector())
                .command("--symbol", String.join(",", settings.universe.symbols()), "--login-now"));
        return connector;
    }

    /** Starts the receiver. */
    public ChildProcess startReceiver() throws IOException {
        if (exchange == null) {
            writeConfig(new ConfigFile());
        }
        receiver = children.start(java("receiver", settings.receiverFlags, jars.receiver()));
        return receiver;
    }

    private ChildProcess.Builder java(String name, List<String> flags, Path jar) {
        return ChildProcess.builder(name, directory)
                .java()
                .command(flags)
                .command("-jar", jar.toString(), "--config", config().toString());
    }

    /** As config.yaml has it, but with every expiry and, mostly, more commits. */
    private void writeConfig(ConfigFile config) throws IOException {
        config.files(directory.resolve("data"), directory.resolve("logs"))
                .redis(server.host(), server.port())
                .set("redis.max_stream_length", RigSettings.STREAM_LENGTH)
                .set("instruments.expiry_filter", "{weekly_expiries: 100, monthly_expiries: 100}")
                .set("persistence.db_path", database)
                .set("persistence.dump_interval_seconds", settings.dumpSeconds)
                .set("persistence.redis_history_minutes", settings.historyMinutes)
                .set("telegram.enabled", false)
                .write(config());
    }

    /** The exchange's controls. */
    public Control control() {
        return control;
    }

    /** A connection for the thread that measures. */
    public RedisClient redis() {
        return redis;
    }

    /** For further connections. */
    public int redisPort() {
        return server.port();
    }

    public ProcessUse redisUse() {
        return new ProcessUse(server.pid());
    }

    public ProcessUse exchangeUse() {
        return new ProcessUse(exchange.pid());
    }

    public ProcessUse connectorUse() {
        return new ProcessUse(connector.pid());
    }

    public ProcessUse receiverUse() {
        return new ProcessUse(receiver.pid());
    }

    public Store store() {
        return store;
    }

    public Path directory() {
        return directory;
    }

    /** Fails if a started process has ended. */
    public void checkRunning() {
        for (ChildProcess child : new ChildProcess[] {exchange, connector, receiver}) {
            if (child != null && !child.isAlive()) {
                throw new IllegalStateException("it has ended; " + child);
            }
        }
    }

    /** While ticks flow, how far the stream is behind the present: the age of its last entry, in milliseconds. */
    public long streamLagMillis() {
        return System.currentTimeMillis() - redis.top().millis();
    }

    /** How far the database is behind the present. */
    public long storeLagMillis() {
        return System.currentTimeMillis() - store.top().millis();
    }

    /**
     * Waits until the database has caught up with the present, so that the warm-up's backlog is not measured.
     *
     * @param mostLagMillis how close
     */
    public void awaitSettled(double seconds, long mostLagMillis) throws IOException, InterruptedException {
        Await.until("the warm-up's backlog is stored", Duration.ofMillis((long) (seconds * 1_000)), () -> {
            checkRunning();
            return storeLagMillis() <= mostLagMillis;
        });
    }

    /** Waits until the connector has published everything, that is until the stream's last ID no longer changes. */
    public void awaitPublished(double seconds) throws IOException, InterruptedException {
        Await.until("everything is published", Duration.ofMillis((long) (seconds * 1_000)), () -> {
            var top = redis.top();
            Thread.sleep(700);
            return redis.top().equals(top);
        });
    }

    /** Waits until the receiver has stored and acknowledged all of the stream. */
    public void awaitStored(double seconds) throws IOException, InterruptedException {
        Await.until("everything is stored", Duration.ofMillis((long) (seconds * 1_000)), redis::isAllAcknowledged);
    }

    /** Ends the connector. */
    public void stopConnector() {
        children.stop(connector);
    }

    /** Ends the receiver, and with it the database's write-ahead log. */
    public void stopReceiver() {
        children.stop(receiver);
    }

    /**
     * Compares the store with the ledger.
     *
     * @return the audit's last line, with the total before it
     */
    public AuditResult audit() throws IOException, InterruptedException {
        control.flushLedger();
        ChildProcess audit = children.start(ChildProcess.builder("audit", directory)
                .java()
                .command("-jar", jars.sandbox().toString(), "audit")
                .command("--ledger", ledger().toString(), "--db", database.toString(), "--top", "0"));
        int code = audit.awaitExit(AUDIT_PATIENCE);
        children.stop(audit);
        String total = audit.out()
                .lines()
                .filter(line -> line.startsWith("total"))
                .findFirst()
                .orElse("");
        return new AuditResult(code == 0, total.strip().replaceAll(" +", " "));
    }

    /**
     * @param total sent, stored, missing, duplicate, unexpected, different, disordered
     */
    public record AuditResult(boolean holds, String total) {}

    private Path ledger() {
        return directory.resolve("ledger.bin");
    }

    private Path config() {
        return directory.resolve("config.yaml");
    }

    @Override
    public void close() throws IOException {
        redis.close();
        try {
            store.close();
        } catch (SQLException e) {
            // It was read only.
        }
        for (ChildProcess child : new ChildProcess[] {connector, receiver, exchange}) {
            if (child != null) {
                children.stop(child);
            }
        }
        children.stop(server);
        Directories.remove(directory);
    }
}
