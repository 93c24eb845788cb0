package dev.liquidity.receiver.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.receiver.store.SampleDay;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, and whatever the database is, there is an answer that says so, and nothing else is given away. */
class DashboardTest {
    private static final List<String> OF_A_DAY = List.of(
            "/api/day?date=2026-11-25",
            "/api/overview?date=2026-11-25",
            "/api/minutes?date=2026-11-25&symbols=NIFTY26DECFUT&measures=spread",
            "/api/chain?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01",
            "/api/chain?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01&minute=10:15",
            "/api/smile?date=2026-11-25&underlying=NIFTY",
            "/api/smile?date=2026-11-25&underlying=NIFTY&minute=10:15",
            "/api/cost?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01",
            "/api/heatmap?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01&type=CE&measure=spread",
            "/api/book?date=2026-11-25&symbol=NIFTY26DECFUT&from=10:15:00&to=10:20:00&columns=300");

    @TempDir
    private Path directory;

    private Site site(Path database) throws Exception {
        return new Site(database, Site.noRedis());
    }

    @Test
    void wrongParametersAreSaidSo() throws Exception {
        try (Site site = site(directory.resolve("none.db"))) {
            for (String path : List.of(
                    "/api/day?date=2026-11-31",
                    "/api/day?date=yesterday",
                    "/api/day?date=",
                    "/api/day?date=%27%3BDROP%20TABLE%20ticks",
                    "/api/day?date=%FF%FE",
                    "/api/day?date=%zz",
                    "/api/day?date=2026-11-25&underlying=%7Bticks%7D",
                    "/api/chain?date=2026-11-25&underlying=NIFTY",
                    "/api/chain?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01&minute=25:00",
                    "/api/chain?date=2026-11-25&underlying=%24date&expiry=2026-12-01",
                    "/api/minutes?date=2026-11-25&symbols=A&measures=spread,nothing",
                    "/api/minutes?date=2026-11-25&symbols=A%27&measures=spread",
                    "/api/minutes?date=2026-11-25&symbols=" + "A,".repeat(20) + "A&measures=spread",
                    "/api/heatmap?date=2026-11-25&underlying=N&expiry=2026-12-01&type=CE&measure=1)%3Bx",
                    "/api/book?date=2026-11-25&from=10:15:00&to=10:20:00&columns=60",
                    "/api/book?date=2026-11-25&symbol=A&from=10:20:00&to=10:15:00&columns=60",
                    "/api/book?date=2026-11-25&symbol=A&from=10:15:00&to=10:20:00&columns=0",
                    "/api/book?date=2026-11-25&symbol=A&from=10:15:00&to=10:20:00&columns=99999")) {
                String answer = said(site, "GET " + path, "Host: localhost");
                assertTrue(answer.startsWith("HTTP/1.1 400 "), path + ": " + answer);
                assertTrue(answer.contains("{\"error\":\""), path + ": " + answer);
            }
        }
    }

    @Test
    void nothingButThePageIsServed() throws Exception {
        try (Site site = site(directory.resolve("none.db"))) {
            for (String path : List.of(
                    "/nothing.html",
                    "/js/nothing.js",
                    "/js",
                    "/js/",
                    "/sql/day.sql",
                    "/archive-columns.txt",
                    "/META-INF/MANIFEST.MF",
                    "/../sql/day.sql",
                    "/js/../../sql/day.sql",
                    "/js/..%2f..%2fsql/day.sql",
                    "/js/%2e%2e/%2e%2e/sql/day.sql",
                    "/..%5csql%5cday.sql",
                    "//etc/passwd",
                    "/index.html/",
                    "/index.html%00.js",
                    "/api/nothing",
                    "/api/by-minute?date=2026-11-25&underlying=NIFTY",
                    "/api/",
                    "/api")) {
                String answer = said(site, "GET " + path, "Host: localhost");
                assertTrue(answer.matches("(?s)HTTP/1.1 40[04] .*"), path + ": " + answer);
                assertFalse(answer.contains("SELECT"), path);
            }
            assertEquals(200, site.get("/").statusCode());
            assertEquals(site.get("/").body(), site.get("/index.html").body());
            HttpResponse<String> script = site.get("/echarts.min.js");
            assertEquals(
                    "text/javascript; charset=utf-8",
                    script.headers().firstValue("Content-Type").orElse(""));
            assertTrue(script.body().length() > 500_000, "ECharts");
        }
    }

    @Test
    void otherMethodsAndHostsAreRefused() throws Exception {
        try (Site site = site(directory.resolve("none.db"))) {
            for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
                assertTrue(said(site, method + " /api/dates", "Host: localhost").startsWith("HTTP/1.1 405 "), method);
            }
            for (String host :
                    List.of("evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "10.1.1.1", "")) {
                String answer = said(site, "GET /api/dates", "Host: " + host);
                assertTrue(answer.matches("(?s)HTTP/1.1 40[03] .*"), host + ": " + answer);
                assertFalse(answer.contains("today"), answer);
            }
            for (String host : List.of("localhost", "localhost:8501", "127.0.0.1:" + site.port(), "[::1]:8501")) {
                assertTrue(said(site, "GET /api/dates", "Host: " + host).startsWith("HTTP/1.1 200 "), host);
            }
        }
        try (Site site = new Site(Site.settings(directory.resolve("none.db"), Site.noRedis()), "0.0.0.0")) {
            assertTrue(said(site, "GET /api/dates", "Host: 10.1.1.1:8501").startsWith("HTTP/1.1 200 "));
            assertTrue(said(site, "GET /api/dates", "Host: evil.example").startsWith("HTTP/1.1 403 "));
        }
    }

    @Test
    void everyAnswerHasTheHeadersThatKeepBrowsersSafe() throws Exception {
        try (Site site = site(directory.resolve("none.db"))) {
            for (String path : List.of("/", "/echarts.min.js", "/api/dates", "/api/day?date=x", "/nothing")) {
                HttpHeaders headers = site.get(path).headers();
                String policy = headers.firstValue("Content-Security-Policy").orElse("");
                assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), path + ": " + policy);
                assertFalse(policy.contains("unsafe"), policy);
                assertEquals(
                        "nosniff", headers.firstValue("X-Content-Type-Options").orElse(""), path);
                assertEquals(
                        "no-referrer", headers.firstValue("Referrer-Policy").orElse(""), path);
                assertTrue(headers.firstValue("Server").isEmpty(), path);
                assertTrue(headers.firstValue("Access-Control-Allow-Origin").isEmpty(), path);
            }
        }
    }

    @Test
    void thereIsAnAnswerWithoutADatabaseAndOnADayWithoutTicks() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.db"));
        Path full = directory.resolve("full.db");
        SampleDay.write(full, LocalDate.parse("2026-11-24"), 500, 1);
        for (Path database : List.of(directory.resolve("none.db"), empty, full)) {
            try (Site site = site(database)) {
                assertEquals(
                        database == full ? "[\"2026-11-24\"]" : "[]", Site.value(site.answer("/api/dates"), "$.dates"));
                for (String path : OF_A_DAY) {
                    String answer = site.answer(path);
                    String first = Site.expression(
                            answer,
                            "SELECT list(k) FROM (SELECT unnest(json_keys(j)) AS k) WHERE k IN ('underlyings',"
                                    + " 'coverage',"
                                    + " 'rows', 'expiries', 'atm', 'values', 'cells')"
                                    + " AND json_array_length(j, '$.' || k) > 0");
                    assertEquals(null, first, path + ": " + answer);
                }
            }
        }
    }

    @Test
    void aDatabaseThatCantBeReadIsSaidSo() throws Exception {
        Path foreign = directory.resolve("foreign.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + foreign);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE users (name TEXT)");
        }
        Path noise = directory.resolve("noise.db");
        byte[] bytes = new byte[50_000];
        Arrays.fill(bytes, (byte) 'x');
        Files.write(noise, bytes);
        Path half = directory.resolve("half.db");
        SampleDay.write(half, LocalDate.parse("2026-11-25"), 3000, 2);
        try (var channel = Files.newByteChannel(half, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        for (Path database : List.of(foreign, noise, half)) {
            try (Site site = site(database)) {
                int refused = 0;
                for (String path : OF_A_DAY) {
                    HttpResponse<String> answer = site.get(path);
                    assertTrue(List.of(200, 503).contains(answer.statusCode()), path + ": " + answer.body());
                    refused += answer.statusCode() == 503 ? 1 : 0;
                    assertTrue(
                            answer.statusCode() == 200
                                    || !Site.value(answer.body(), "$.error").isEmpty(),
                            answer.body());
                }
                assertTrue(refused > 0, database.toString());
            }
        }
    }

    @Test
    void aLockedDatabaseIsSaidSo() throws Exception {
        Path file = directory.resolve("ticks.db");
        SampleDay.write(file, LocalDate.parse("2026-11-25"), 500, 1);
        try (Site site = site(file);
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("CREATE TABLE mine (a)");
            HttpResponse<String> answer = site.get("/api/day?date=2026-11-25");
            assertEquals(503, answer.statusCode());
            assertTrue(answer.body().contains("locked") || answer.body().contains("BUSY"), answer.body());
        }
    }

    @Test
    void aPortInUseIsSaidInOneLine() throws Exception {
        try (Site site = site(directory.resolve("none.db"))) {
            UserException refusal = assertThrows(
                    UserException.class,
                    () -> new Dashboard(
                            Site.settings(directory.resolve("none.db"), Site.noRedis()),
                            "127.0.0.1",
                            site.port(),
                            () -> Site.NOW));
            assertEquals(ExitCode.USAGE, refusal.exitCode());
            assertTrue(refusal.getMessage().contains("port " + site.port()), refusal.getMessage());
            assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
        }
    }

    /** What the server says to a request as it stands. */
    private static String said(Site site, String request, String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", site.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
