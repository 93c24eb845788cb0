package dev.liquidity.bench.rig;

import dev.liquidity.sandbox.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The processes of one measurement in a directory of their own: a Redis, and the exchange, connector and receiver as they are asked for.
 * Closing it ends them and removes the directory.
 */
public final class Rig implements AutoCloseable {
    private static final double READY_SECONDS = 60;
    private static final long AUDIT_SECONDS = 600;

    private final Jars jars;
    private final Children children;
    private final RigSettings settings;
    private final Path directory;
    private final RedisServer server;
    private final RedisClient redis;
    private final Path database;
    private final Store store;
    private Child exchange;
    private Control control;
    private Child connector;
    private Child receiver;

    private Rig(Jars jars, Children children, RigSettings settings) throws IOException {
        this.jars = jars;
        this.children = children;
        this.settings = settings;
        directory = children.directory("rig");
        server = children.redis(directory.resolve("redis"));
        redis = new RedisClient(server.port());
        database = settings.database() == null ? directory.resolve("data/ticks.db") : settings.database();
        store = new Store(database);
    }

    /** Starts Redis. */
    public static Rig open(Jars jars, Children children, RigSettings settings) throws IOException {
        return new Rig(jars, children, settings);
    }

    /** Starts the exchange; ticks flow at a rate as soon as somebody subscribes. */
    public void startExchange(double rate) throws IOException, InterruptedException {
        Path dump = directory.resolve("dump.csv");
        settings.universe().writeTo(dump);
        Path ready = directory.resolve("ready.env");
        List<String> command = new ArrayList<>(List.of(
                "java",
                "-jar",
                jars.sandbox().toString(),
                "exchange",
                "--rate",
                String.format(Locale.ROOT, "%.1f", rate),
                "--instruments",
                dump.toString(),
                "--ready-file",
                ready.toString()));
        if (settings.ledger()) {
            command.addAll(List.of("--ledger", ledger().toString()));
        }
        exchange = children.start("sandbox", directory, command);
        Waiting.until(READY_SECONDS, "the exchange is up", () -> {
            exchange.checkRunning();
            return Files.exists(ready);
        });
        Map<String, String> endpoints = Files.readAllLines(ready).stream()
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
        control = new Control(endpoints.get("CONTROL_URL"));
        Files.writeString(config(), ConfigYaml.of(settings, endpoints, server.port(), directory, database));
    }

    /** Starts the connector, and with it the session. */
    public Child startConnector() throws IOException {
        List<String> command = java(settings.connectorFlags(), jars.connector());
        command.addAll(List.of("--symbol", String.join(",", settings.universe().symbols()), "--login-now"));
        connector = children.start("connector", directory, command);
        return connector;
    }

    /** Starts the receiver. */
    public Child startReceiver() throws IOException {
        if (exchange == null) {
            Files.writeString(config(), ConfigYaml.of(settings, Map.of(), server.port(), directory, database));
        }
        receiver = children.start("receiver", directory, java(settings.receiverFlags(), jars.receiver()));
        return receiver;
    }

    private List<String> java(List<String> flags, Path jar) {
        List<String> command = new ArrayList<>();
        command.add("java");
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString(), "--config", config().toString()));
        return command;
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
        return exchange.use();
    }

    public ProcessUse connectorUse() {
        return connector.use();
    }

    public ProcessUse receiverUse() {
        return receiver.use();
    }

    public Store store() {
        return store;
    }

    public Path directory() {
        return directory;
    }

    /** Fails when a process that was started has ended. */
    public void checkRunning() throws IOException {
        for (Child child : new Child[] {exchange, connector, receiver}) {
            if (child != null) {
                child.checkRunning();
            }
        }
    }

    /** How far the stream is behind the present, as long as ticks come: the age of its last entry, in milliseconds. */
    public long streamLagMillis() {
        return System.currentTimeMillis() - redis.top().millis();
    }

    /** How far the database is behind the present. */
    public long storeLagMillis() {
        return System.currentTimeMillis() - store.top().millis();
    }

    /**
     * Waits until the database is close behind the present, so that no backlog of the warm-up is measured.
     *
     * @param mostLagMillis how close
     */
    public void awaitSettled(double seconds, long mostLagMillis) throws IOException, InterruptedException {
        Waiting.until(seconds, "the warm-up's backlog is worked off", () -> {
            checkRunning();
            return storeLagMillis() <= mostLagMillis;
        });
    }

    /** Waits until all that the connector got is in the stream: the stream's top stays where it is. */
    public void awaitPublished(double seconds) throws IOException, InterruptedException {
        Waiting.until(seconds, "everything is published", () -> {
            var top = redis.top();
            Thread.sleep(700);
            return redis.top().equals(top);
        });
    }

    /** Waits until the receiver has stored and acknowledged all of the stream. */
    public void awaitStored(double seconds) throws IOException, InterruptedException {
        Waiting.until(seconds, "everything is stored", redis::isAllAcknowledged);
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
        Child audit = children.start(
                "audit",
                directory,
                List.of(
                        "java",
                        "-jar",
                        jars.sandbox().toString(),
                        "audit",
                        "--ledger",
                        ledger().toString(),
                        "--db",
                        database.toString(),
                        "--top",
                        "0"));
        int code = audit.await(AUDIT_SECONDS);
        children.stop(audit);
        String total = audit.output().stream()
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
        for (Child child : new Child[] {connector, receiver, exchange}) {
            if (child != null) {
                children.stop(child);
            }
        }
        children.stop(server);
        Children.remove(directory);
    }
}
