package dev.liquidity.common.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.Counters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsServerTest {
    private final Counters counters = new Counters();
    private final int port;

    MetricsServerTest() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @Test
    void showsEachNumberWithItsMeaning() throws Exception {
        Counters.Counter ticks = counters.counter("ticks", "ticks that came");
        AtomicLong behind = new AtomicLong(7);
        counters.gauge("behind", "how long", "s", behind::get);
        counters.figure("free_bytes", "room", () -> 2.5);
        counters.total("dropped", "frames", () -> 3);
        counters.gauge("sockets", "their states", () -> "1:up");
        counters.rate("rate", "a second", "ticks");
        try (MetricsServer server = MetricsServer.open(port, "connector", counters)) {
            ticks.add(12);
            behind.incrementAndGet();
            // Gauges of Micrometer that nobody else refers to are collected, and show NaN then.
            System.gc();

            List<String> lines = scrape("/metrics").body().lines().toList();

            assertTrue(
                    lines.containsAll(List.of(
                            "# HELP liquidity_connector_ticks_total ticks that came",
                            "# TYPE liquidity_connector_ticks_total counter",
                            "liquidity_connector_ticks_total 12.0",
                            "# HELP liquidity_connector_behind_seconds how long",
                            "# TYPE liquidity_connector_behind_seconds gauge",
                            "liquidity_connector_behind_seconds 8.0",
                            "liquidity_connector_free_bytes 2.5",
                            "liquidity_connector_dropped_total 3.0")),
                    () -> String.join("\n", lines));
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("jvm_memory_used_bytes{")));
            assertFalse(lines.stream().anyMatch(line -> line.contains("_sockets")), "a text has no number");
        }
    }

    @Test
    void showsTheOthersWhenOneNumberCannotBeHad() throws Exception {
        counters.gauge("queue", "bytes", (LongSupplier) () -> {
            throw new IllegalStateException("closed");
        });
        counters.counter("ticks", "ticks that came");
        try (MetricsServer server = MetricsServer.open(port, "receiver", counters)) {
            String text = scrape("/metrics").body();
            assertTrue(text.contains("liquidity_receiver_queue NaN\n"), text);
            assertTrue(text.contains("liquidity_receiver_ticks_total 0.0\n"), text);
        }
    }

    @Test
    void answersOnlyWhereItSaysItDoes() throws Exception {
        try (MetricsServer server = MetricsServer.open(port, "receiver", counters)) {
            HttpResponse<String> metrics = scrape("/metrics");
            assertEquals(200, metrics.statusCode());
            assertEquals(
                    List.of("text/plain; version=0.0.4; charset=utf-8"),
                    metrics.headers().allValues("content-type"));
            assertEquals(404, scrape("/").statusCode());
        }
    }

    @Test
    void doesWithoutAPortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertNull(MetricsServer.open(taken.getLocalPort(), "receiver", counters));
        }
    }

    private HttpResponse<String> scrape(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
