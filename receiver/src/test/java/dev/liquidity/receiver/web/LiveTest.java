package dev.liquidity.receiver.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.receiver.TestRedis;
import dev.liquidity.sandbox.support.RedisCluster;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.params.XAddParams;

/** A viewer sees an instrument's ticks as Redis gets them, whatever becomes of Redis. */
class LiveTest {
    private static final String SYMBOL = "M&M26DECFUT";
    private static final int EVENTS_A_SECOND = 10;

    @TempDir
    private Path directory;

    @Test
    void seesTicksAsTheyComeAndGoesOnAfterAnOutage() throws Exception {
        try (TestRedis redis = new TestRedis();
                Site site = new Site(directory.resolve("none.db"), redis.settings("test"))) {
            HttpResponse<Stream<String>> response = site.client()
                    .send(site.request("/api/live?symbol=" + Site.encode(SYMBOL)), HttpResponse.BodyHandlers.ofLines());
            assertEquals(
                    "text/event-stream",
                    response.headers().firstValue("Content-Type").orElse(""));
            Iterator<String> lines = response.body().iterator();
            assertEquals("Redis has no tick of " + SYMBOL, Site.value(next(lines), "$.error"));

            tick(redis, 1);
            String event = next(lines);
            assertEquals(SYMBOL, Site.value(event, "$.symbol"));
            assertEquals("10:15:01", Site.value(event, "$.time"));
            assertEquals("2901.35", Site.value(event, "$.last_price"));
            assertEquals("1", Site.value(event, "$.volume"));
            assertEquals(null, Site.value(event, "$.oi"));
            assertEquals("2901.3", Site.value(event, "$.buy[0].price"));
            assertEquals("2", Site.value(event, "$.buy[0].orders"));
            assertEquals("350", Site.value(event, "$.buy[1].quantity"));
            assertEquals("[]", Site.value(event, "$.sell"));

            redis.stop();
            assertTrue(Site.value(next(lines), "$.error").contains("Redis"), "told of the outage");
            redis.start();
            assertEquals("Redis has no tick of " + SYMBOL, Site.value(next(lines), "$.error"));
            tick(redis, 2);
            assertEquals("2", Site.value(next(lines), "$.volume"));
        }
    }

    @Test
    void findsAnInstrumentInACluster() throws Exception {
        try (RedisCluster cluster = RedisCluster.launch(3, 0);
                Site site = new Site(directory.resolve("none.db"), TestRedis.settings(cluster))) {
            String latest = "latest:" + SYMBOL;
            String depth = "depth:" + SYMBOL + ":2026-11-25";
            cluster.ask(
                    latest,
                    jedis -> jedis.hset(
                            latest, Map.of("exchange_timestamp", "2026-11-25T10:15:01", "last_price", "2901.35")));
            cluster.ask(depth, jedis -> jedis.zadd(depth, 1, "{\"buy\":[[2901.3,75,2]],\"sell\":[]}"));
            cluster.ask(
                    "{ticks}:raw",
                    jedis -> jedis.xadd(
                            "{ticks}:raw",
                            Map.of("data", "{}"),
                            XAddParams.xAddParams().id(Site.NOW.toEpochMilli() + "-0")));
            assertNotEquals(cluster.owner(latest), cluster.owner(depth));
            Iterator<String> lines = site.client()
                    .send(site.request("/api/live?symbol=" + Site.encode(SYMBOL)), HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .iterator();
            String event = next(lines);
            assertEquals("2901.35", Site.value(event, "$.last_price"));
            assertEquals("2901.3", Site.value(event, "$.buy[0].price"));
            assertEquals("true", Site.value(site.answer("/api/dates"), "$.isRecording"));
        }
    }

    @Test
    void getsAtMostTenEventsASecond() throws Exception {
        try (TestRedis redis = new TestRedis();
                Site site = new Site(directory.resolve("none.db"), redis.settings("test"))) {
            Iterator<String> lines = site.client()
                    .send(site.request("/api/live?symbol=" + Site.encode(SYMBOL)), HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .iterator();
            next(lines);
            long begun = System.nanoTime();
            int sent = 0;
            while (System.nanoTime() - begun < 1_000_000_000L) {
                tick(redis, ++sent);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            tick(redis, 1_000_000);
            int events = 0;
            while (!"1000000".equals(Site.value(next(lines), "$.volume"))) {
                events++;
            }
            assertTrue(sent > 2 * EVENTS_A_SECOND, sent + " ticks");
            assertTrue(events <= EVENTS_A_SECOND * (seconds + 1), events + " events of " + sent + " ticks");
        }
    }

    @Test
    void sayThatTicksAreComingWhenTheStreamIsFresh() throws Exception {
        try (TestRedis redis = new TestRedis();
                Site site = new Site(directory.resolve("none.db"), redis.settings("test"))) {
            assertEquals("false", Site.value(site.answer("/api/dates"), "$.isRecording"));
            long now = Site.NOW.toEpochMilli();
            redis.add(now - 11_000 + "-0", new byte[] {'{', '}'});
            assertEquals("false", Site.value(site.answer("/api/dates"), "$.isRecording"));
            redis.add(now - 9_000 + "-0", new byte[] {'{', '}'});
            assertEquals("true", Site.value(site.answer("/api/dates"), "$.isRecording"));
            assertEquals(null, Site.value(site.answer("/api/dates"), "$.redis"));
        }
    }

    @Test
    void anotherProgramsKeysAreNoHarm() throws Exception {
        try (TestRedis redis = new TestRedis();
                Site site = new Site(directory.resolve("none.db"), redis.settings("test"))) {
            redis.call(
                    Command.HSET,
                    "latest:ODD",
                    "last_price",
                    "</script>",
                    "exchange_timestamp",
                    "\"T\\\"",
                    "oi",
                    "1e9");
            redis.call(Command.ZADD, "depth:ODD:\"", 1, "{\"buy\":[[1,2],[\"x\",1,1],[3,4,5]],\"sell\":\"no\"}");
            redis.call(Command.SET, "latest:TEXT", "text");
            String event = next(site, "ODD");
            assertEquals(null, Site.value(event, "$.last_price"));
            assertEquals("[{\"price\":3,\"quantity\":4,\"orders\":5}]", Site.value(event, "$.buy"));
            assertEquals("[]", Site.value(event, "$.sell"));
            assertTrue(Site.value(next(site, "TEXT"), "$.error").contains("WRONGTYPE"));
            assertEquals(400, site.get("/api/live").statusCode());
        }
    }

    private static String next(Site site, String symbol) throws Exception {
        return next(site.client()
                .send(site.request("/api/live?symbol=" + symbol), HttpResponse.BodyHandlers.ofLines())
                .body()
                .iterator());
    }

    /** The data of the next event. */
    private static String next(Iterator<String> lines) {
        String line = lines.next();
        while (!line.startsWith("data: ")) {
            line = lines.next();
        }
        return line.substring(6);
    }

    private static void tick(TestRedis redis, int volume) {
        redis.call(
                Command.ZADD,
                "depth:" + SYMBOL + ":2026-11-25",
                volume,
                ("{\"id\":\"1-%d\",\"timestamp\":\"2026-11-25T10:15:01\",\"buy\":[[2901.3,700,2],"
                                + "[2901.25,350,1]],\"sell\":[]}")
                        .formatted(volume));
        redis.call(
                Command.HSET,
                "latest:" + SYMBOL,
                "last_price",
                "2901.35",
                "volume",
                volume,
                "oi",
                "",
                "exchange_timestamp",
                "2026-11-25T10:15:01");
    }
}
