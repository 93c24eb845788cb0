package dev.liquidity.common.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.liquidity.common.runtime.Counters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Prometheus' scrapes with the counters, as {@code liquidity_connector_ticks_total} and the like, and with the
 * virtual machine's memory and collections. Only this class knows Micrometer, and nothing of that is loaded unless
 * {@code metrics.port} is set. Thread-safe.
 */
final class MetricsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private static final String PATH = "/metrics";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final HttpServer server;

    private MetricsServer(HttpServer server, String program, Counters counters) {
        this.server = server;
        counters.entries().forEach(entry -> register("liquidity." + program + "." + entry.name(), entry));
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Starts a server on loopback.
     *
     * @param program the second part of each name
     * @param counters all that are ever added to them are there already
     * @return null if the port can't be had, which is logged: recording needs no metrics
     */
    static MetricsServer open(int port, String program, Counters counters) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
            LOG.info("Metrics are at http://127.0.0.1:{}{}", port, PATH);
            return new MetricsServer(server, program, counters);
        } catch (IOException e) {
            LOG.warn("There are no metrics, as port {} can't be had ({}); change metrics.port", port, e.getMessage());
            return null;
        }
    }

    private void register(String name, Counters.Entry entry) {
        String unit = entry.unit().equals("s") ? "seconds" : null;
        switch (entry.kind()) {
            // Micrometer refers to the entry weakly, and the counters keep it.
            case COUNTER, FAULTS ->
                FunctionCounter.builder(name, entry, Counters.Entry::value)
                        .description(entry.meaning())
                        .register(registry);
            case GAUGE, FIGURE ->
                Gauge.builder(name, entry::value)
                        .description(entry.meaning())
                        .baseUnit(unit)
                        .register(registry);
            case TEXT -> {
                // Prometheus keeps numbers.
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean isKnown = exchange.getRequestURI().getPath().equals(PATH);
            String text = isKnown ? registry.scrape() : "The metrics are at " + PATH + "\n";
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", "text/plain; " + (isKnown ? "version=0.0.4; " : "") + "charset=utf-8");
            exchange.sendResponseHeaders(isKnown ? OK : NOT_FOUND, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        collections.close();
        registry.close();
    }
}
