package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.SandboxOptions;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.RedisServer;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What status and the metrics say of the real programs, while all is right and while something is wrong. */
class StatusIT {
    private static final Path MONITORING = Document.ROOT.resolve("scripts/monitoring");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern METRIC = Pattern.compile("\\b(?:liquidity|jvm)_[a-z0-9_]+\\b");

    @TempDir
    Path directory;

    private ChildProcess status;

    @Test
    void tellsEachFaultWhileItLasts() throws Exception {
        int port = freePort();
        try (RedisServer redis = RedisServer.launch();
                SandboxExchange exchange = SandboxExchange.start(new SandboxOptions().rate(Rate.total(500)))) {
            config(exchange, redis).set("metrics.port", port).writeInto(directory);
            try (ChildProcess connector = Jar.start(directory, "connector", "--symbol", "NIFTY", "--login-now")) {
                awaitVerdict(1, "receiver", "WRONG not running");
                try (ChildProcess receiver = Jar.start(directory, "receiver")) {
                    awaitVerdict(0, "sockets", "ok    1:up");
                    awaitVerdict(0, "receiver_1", "ok    process " + receiver.pid());
                    awaitVerdict(0, "connector", "ok    process " + connector.pid());
                    awaitVerdict(0, "agreement", "ok    \\d+ symbols, .* ticks in both");
                    monitoringNamesMetricsThatExist(port);
                    assertFalse(Files.exists(directory.resolve("logs/app-receiver-status.log")));

                    receiver.freeze();
                    awaitVerdict(1, "receiver_1", "WRONG process .* silent for");
                    receiver.thaw();
                    awaitVerdict(0, "receiver_1", "ok ");
                    exchange.flow().running(false);
                    assertEquals(0, receiver.terminate(), receiver::toString);
                }
                awaitVerdict(1, "receiver", "WRONG not running");
                assertEquals(0, connector.terminate(), connector::toString);
                awaitVerdict(1, "connector", "WRONG not running");
            }
            redis.stop();
            awaitVerdict(1, "redis", "WRONG .*refused");
            awaitVerdict(1, "today", "ok    SQLite");
        }
    }

    @Test
    void loadsNothingOfTheMetricsUnlessTheyAreWanted() throws Exception {
        try (RedisServer redis = RedisServer.launch()) {
            new ConfigFile().redis(redis.host(), redis.port()).writeInto(directory);
            List<String> flags = List.of("-Xlog:class+load:file=classes.txt");
            try (ChildProcess receiver = Jar.start(directory, flags, Map.of(), "receiver")) {
                receiver.await(
                        "it shows how it is",
                        () -> RedisLine.number(redis.port(), "EXISTS ticks:raw:status:receiver:receiver_1") == 1);
                assertEquals(0, receiver.terminate(), receiver::toString);
            }
        }
        String classes = Files.readString(directory.resolve("classes.txt"));
        assertTrue(classes.contains("dev.liquidity.common.status.Vitals"));
        for (String name : List.of("io.micrometer", "io.prometheus", "com.sun.net.httpserver")) {
            assertFalse(classes.contains(name + "."), name);
        }
    }

    /** The market is open all day, so that a test at any hour finds it so. */
    private static ConfigFile config(SandboxExchange exchange, RedisServer redis) {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Kolkata"));
        String session = "{date: %s, from: \"00:00\", to: \"23:59:59\"}";
        return Setup.config(exchange, redis.host(), redis.port())
                .set(
                        "calendar.special_sessions",
                        "[" + session.formatted(today) + ", " + session.formatted(today.plusDays(1)) + "]");
    }

    /** Runs the command until its line and its exit code are as expected. */
    private void awaitVerdict(int code, String line, String verdict) {
        Pattern expected = Pattern.compile("(?m)^" + line + " +" + verdict);
        try {
            Await.until(line + " " + verdict + " and exit code " + code, PATIENCE, () -> {
                status = Jar.start(directory, "receiver", "status");
                int ended = status.awaitExit();
                assertEquals("", status.err());
                assertFalse(status.out().contains("Starting"), "the table is all that it prints");
                return ended == code && expected.matcher(status.out()).find();
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + " in\n" + status, e);
        }
    }

    private void monitoringNamesMetricsThatExist(int port) throws Exception {
        Set<String> exported = new TreeSet<>();
        for (int offset = 0; offset < 2; offset++) {
            HttpRequest scrape = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (port + offset) + "/metrics"))
                    .build();
            String text = HttpClient.newHttpClient()
                    .send(scrape, HttpResponse.BodyHandlers.ofString())
                    .body();
            text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> exported.add(line.replaceFirst("[{ ].*", "")));
        }
        for (String counter : List.of("connector_ticks_total", "connector_queue", "receiver_stored_total")) {
            assertTrue(exported.contains("liquidity_" + counter), exported::toString);
        }
        Set<String> unknown = new TreeSet<>();
        int named = 0;
        for (String file : List.of("alerts.yml", "grafana-dashboard.json")) {
            Matcher name = METRIC.matcher(Files.readString(MONITORING.resolve(file)));
            while (name.find()) {
                named++;
                if (!exported.contains(name.group())) {
                    unknown.add(name.group());
                }
            }
        }
        assertEquals(Set.of(), unknown, exported::toString);
        assertTrue(named > 50, "names: " + named);
    }

    /** A port that is free, as is the next one: below those that the system gives to other connections. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 19_999);
            try (ServerSocket first = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    ServerSocket second = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException e) {
                // One of them is in use.
            }
        }
    }
}
