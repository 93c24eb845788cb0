package dev.liquidity.receiver.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.config.Settings;
import dev.liquidity.receiver.RunningReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A dashboard on a free port, and what it answers. Not thread-safe. */
final class Site implements AutoCloseable {
    /** 25 November 2026, 16:00 IST. */
    static final Instant NOW = Instant.parse("2026-11-25T10:30:00Z");

    private static Connection duck;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Dashboard dashboard;

    /** With the archive beside the database. */
    Site(Path database, Settings.Redis redis) {
        this(settings(database, redis), "127.0.0.1");
    }

    Site(Settings settings, String bind) {
        dashboard = new Dashboard(settings, bind, 0, InstantSource.fixed(NOW));
    }

    static Settings settings(Path database, Settings.Redis redis) {
        return RunningReceiver.settings(redis, persistence(database));
    }

    static Settings.Persistence persistence(Path database) {
        return RunningReceiver.archived(database, database.resolveSibling("archive"));
    }

    /** Where nobody listens. */
    static Settings.Redis noRedis() {
        return new Settings.Redis(
                "127.0.0.1",
                1,
                0,
                null,
                null,
                false,
                "ticks:raw",
                "group",
                "name",
                100_000,
                Settings.Keep.UNSTORED,
                null,
                List.of());
    }

    int port() {
        return dashboard.port();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    HttpClient client() {
        return client;
    }

    /** The JSON of an answer that is one. */
    String answer(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path.replace(" ", "%20"));
        assertEquals(200, response.statusCode(), response::body);
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElse(""));
        return response.body();
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** A value of JSON as text, by a path such as {@code $.rows[0].ce.bid}; null for JSON's null. */
    static String value(String json, String path) throws SQLException {
        return query("SELECT json_extract_string(?::JSON, ?)", json, path);
    }

    static double number(String json, String path) throws SQLException {
        return Double.parseDouble(value(json, path));
    }

    /** An expression over the JSON {@code j}, with DuckDB's functions. */
    static String expression(String json, String sql) throws SQLException {
        return query("SELECT (" + sql + ")::VARCHAR FROM (SELECT ?::JSON AS j)", json);
    }

    private static synchronized String query(String sql, String... parameters) throws SQLException {
        duck = duck == null ? DriverManager.getConnection("jdbc:duckdb:") : duck;
        try (PreparedStatement statement = duck.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    @Override
    public void close() {
        dashboard.close();
    }
}
