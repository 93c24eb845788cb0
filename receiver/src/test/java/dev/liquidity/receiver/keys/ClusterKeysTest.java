package dev.liquidity.receiver.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.receiver.RunningReceiver;
import dev.liquidity.receiver.TestRedis;
import dev.liquidity.receiver.Ticks;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.TickEntry;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** The keys of symbols in a cluster whose slots move between and during the writes. */
class ClusterKeysTest {
    private static final String DATE = "2026-11-22";
    private static final int SYMBOLS = 60;

    private static RedisCluster cluster;

    private final Counters counters = new Counters();
    private final List<String> symbols = new ArrayList<>();
    private KeyRoutes routes;
    private TickKeys keys;
    private RedisConnection connection;
    private int written;

    @BeforeAll
    static void launch() throws IOException {
        cluster = RedisCluster.launch(3, 0);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @BeforeEach
    void open() {
        cluster.servers().forEach(node -> RedisCluster.ask(node, Jedis::flushAll));
        cluster.servers().forEach(node -> RedisCluster.ask(node, Jedis::scriptFlush));
        cluster.servers().forEach(node -> RedisCluster.ask(node, Jedis::configResetStat));
        for (int i = 0; i < SYMBOLS; i++) {
            symbols.add("NIFTY26DEC" + (24_000 + 50 * i) + "CE");
        }
        Settings.Redis settings = TestRedis.settings(cluster);
        routes = new KeyRoutes(settings);
        keys = new TickKeys(
                RunningReceiver.persistence("", Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofMinutes(15)),
                routes,
                counters);
        connection = RedisConnections.open(settings, "test");
        routes.prepare(connection);
    }

    @AfterEach
    void close() {
        routes.close();
        RedisConnections.close(connection);
    }

    @Test
    void writesEachKeyToTheNodeThatHasIt() {
        write();
        assertAllThere();
        assertFalse(wasRedirected());
        for (RedisServer node : cluster.servers()) {
            assertTrue(RedisCluster.ask(node, Jedis::dbSize) > 0);
        }
        long seen = cluster.ask("symbols:" + DATE, jedis -> jedis.scard("symbols:" + DATE));
        assertEquals(SYMBOLS, seen);
    }

    @Test
    void followsASlotThatHasMoved() {
        write();
        for (String symbol : symbols.subList(0, 10)) {
            for (String key :
                    List.of("ticks:" + symbol + ":" + DATE, "depth:" + symbol + ":" + DATE, "latest:" + symbol)) {
                cluster.move(key, another(key)).finish();
            }
        }
        write();
        assertAllThere();
        assertTrue(wasRedirected());
        write();
        assertAllThere();
        assertFalse(wasRedirected());
    }

    @Test
    void asksTheNewNodeForKeysThatHaveGoneThereAlready() {
        List<String> twins = twins();
        symbols.clear();
        symbols.addAll(twins.subList(0, 2));
        write();
        // Once moved unseen, and then halfway to the third node: redirected twice.
        cluster.move(ticks(0), another(ticks(0))).finish();
        RedisCluster.Move move = cluster.move(ticks(0), another(ticks(0)));
        move.keys(ticks(0));
        // The third is new, so that the old node does not have it either.
        symbols.add(twins.get(2));
        write();
        write();
        move.finish();
        write();
        assertEquals(4, members(ticks(0)));
        assertEquals(4, members(ticks(1)));
        assertEquals(3, members(ticks(2)));
        assertEquals(RedisCluster.slot(ticks(0)), RedisCluster.slot(ticks(2)));
    }

    @Test
    void givesTheScriptToANodeOnItsWay() {
        symbols.subList(1, SYMBOLS).clear();
        write();
        String latest = "latest:" + symbols.get(0);
        RedisServer to = another(latest);
        RedisCluster.ask(to, Jedis::scriptFlush);
        RedisCluster.Move move = cluster.move(latest, to);
        move.keys(latest);
        routes.prepare(connection);
        write();
        move.finish();
        assertAllThere();
    }

    @Test
    void loadsTheScriptAgainAfterOneNodeHasForgottenIt() {
        write();
        RedisCluster.ask(cluster.owner("latest:" + symbols.get(0)), Jedis::scriptFlush);
        JedisDataException gone = assertThrows(JedisDataException.class, this::write);
        assertEquals("NOSCRIPT", RedisConnections.code(gone));
        written--;
        routes.prepare(connection);
        write();
        assertAllThere();
    }

    @Test
    void cutsTheHistoryOnlyWhereMemoryIsOut() {
        write();
        written += 600;
        write();
        RedisServer full = cluster.servers().get(1);
        writeWithoutMemoryOn(full);
        for (int i = 0; i < SYMBOLS; i++) {
            // The failed write reached the others.
            assertEquals(isOn(full, i) ? 1 : 3, members(ticks(i)), ticks(i));
        }
        written--;
        write();

        // The next time on another node, while a slot of the others has moved.
        int moves = 0;
        while (!isOn(cluster.servers().get(0), moves)) {
            moves++;
        }
        cluster.move(ticks(moves), full).finish();
        RedisServer next = cluster.servers().get(2);
        writeWithoutMemoryOn(next);
        for (int i = 0; i < SYMBOLS; i++) {
            boolean wasFull = isOn(full, i) && i != moves;
            assertEquals(isOn(next, i) ? 1 : wasFull ? 3 : 4, members(ticks(i)), ticks(i));
        }
    }

    /** Fails to write to a node, and cuts its history to the last second. */
    private void writeWithoutMemoryOn(RedisServer full) {
        RedisCluster.ask(full, jedis -> jedis.configSet("maxmemory", "1mb"));
        try {
            JedisDataException failure = assertThrows(JedisDataException.class, this::write);
            assertEquals("OOM", RedisConnections.code(failure));
            keys.makeRoom(1_000_000, connection);
        } finally {
            RedisCluster.ask(full, jedis -> jedis.configSet("maxmemory", "0"));
        }
    }

    private boolean isOn(RedisServer node, int symbol) {
        return cluster.owner(ticks(symbol)) == node;
    }

    @Test
    void leavesAKeyOfAnotherProgramAloneAndWritesTheRest() {
        cluster.ask(ticks(0), jedis -> jedis.set(ticks(0), "mine"));
        cluster.ask("latest:" + symbols.get(1), jedis -> jedis.set("latest:" + symbols.get(1), "mine"));
        write();
        // ZADD, EXPIRE passes, ZREMRANGEBYSCORE, and the script.
        assertEquals(3, counters.faultCount());
        assertEquals(1, members(ticks(1)));
        assertEquals("mine", cluster.ask(ticks(0), jedis -> jedis.get(ticks(0))));
    }

    /** Whether a command was sent to a node that does not have its key since this was asked last. */
    private static boolean wasRedirected() {
        List<String> errors = new ArrayList<>();
        cluster.servers().forEach(node -> errors.add(RedisCluster.ask(node, jedis -> jedis.info("errorstats"))));
        cluster.servers().forEach(node -> RedisCluster.ask(node, Jedis::configResetStat));
        return errors.toString().contains("errorstat_MOVED");
    }

    private RedisServer another(String key) {
        RedisServer owner = cluster.owner(key);
        return cluster.servers().get((cluster.servers().indexOf(owner) + 1) % 3);
    }

    /** Three symbols whose keys {@code ticks:} are in one slot. */
    private static List<String> twins() {
        List<String> twins = new ArrayList<>(List.of("A"));
        for (int i = 0; twins.size() < 3; i++) {
            String name = "B" + i;
            if (RedisCluster.slot("ticks:" + name + ":" + DATE) == RedisCluster.slot("ticks:A:" + DATE)) {
                twins.add(name);
            }
        }
        return twins;
    }

    private String ticks(int symbol) {
        return "ticks:" + symbols.get(symbol) + ":" + DATE;
    }

    /** Writes one more tick of each symbol, a second after the one before. */
    private void write() {
        Batch.Builder batch = new Batch.Builder();
        for (int i = 0; i < symbols.size(); i++) {
            long micros = Ticks.TIME + written * 1_000_000L;
            StreamId id = new StreamId(micros / 1000, i);
            batch.tick(new TickEntry(
                    id, Ticks.full(symbols.get(i), written, micros).build(), micros, DATE));
        }
        written++;
        keys.write(List.of(batch.build()), connection);
    }

    private long members(String key) {
        return cluster.ask(key, jedis -> jedis.zcard(key));
    }

    private void assertAllThere() {
        for (int i = 0; i < symbols.size(); i++) {
            String latest = "latest:" + symbols.get(i);
            String id = (Ticks.TIME / 1000 + (written - 1) * 1000L) + "-" + i;
            assertEquals(id, cluster.ask(latest, jedis -> jedis.hget(latest, "id")));
            assertEquals(written, members(ticks(i)));
            assertEquals(written, members("depth:" + symbols.get(i) + ":" + DATE));
            assertTrue(cluster.ask(latest, jedis -> jedis.ttl(latest)) > 0);
        }
    }
}
