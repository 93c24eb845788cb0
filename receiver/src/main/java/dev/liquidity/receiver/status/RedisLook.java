package dev.liquidity.receiver.status;

import static redis.clients.jedis.util.SafeEncoder.encode;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.status.Vitals;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisNodes;
import dev.liquidity.common.tick.Instrument;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.resps.StreamConsumerInfo;
import redis.clients.jedis.resps.StreamGroupInfo;

/** Asks Redis how all stands. Not thread-safe: used by the main thread only. */
final class RedisLook implements AutoCloseable {
    private static final int LOOKS = 5;
    private static final long PAUSE_NANOS = 500_000_000;
    private static final String[] TIMES = {"exchange_timestamp", "received_at"};

    private final Settings.Redis redis;
    private final RedisNodes nodes;
    private Jedis jedis;

    /** Of the day's instruments, by tradingsymbol; asked for again when there are more. */
    private Map<String, String> underlyings = Map.of();

    RedisLook(Settings.Redis redis) {
        this.redis = redis;
        nodes = new RedisNodes(redis, "receiver-status");
    }

    /**
     * What Redis says.
     *
     * @param fault why it says nothing; null if it does
     * @param memory of {@code INFO memory}; in a cluster, the fullest node's
     * @param length of the stream
     * @param lastMillis when the stream's last entry arrived; 0 without one
     * @param group of {@code XINFO GROUPS}; empty without our group
     * @param connector what the connector shows of itself; empty if it does not run
     * @param receivers what each receiver shows, by its name
     * @param newest of each symbol today
     * @param underlyings of the symbols
     */
    record Seen(
            String fault,
            Map<String, String> memory,
            long length,
            long lastMillis,
            Map<String, String> group,
            Map<String, String> connector,
            Map<String, Map<String, String>> receivers,
            Map<String, Newest> newest,
            Map<String, String> underlyings) {
        static Seen nothing(String fault) {
            return new Seen(fault, Map.of(), 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
        }
    }

    /** A symbol's newest tick: its time, the exchange's if it has one, and that of its arrival; 0 if not known. */
    record Newest(long micros, long receivedMicros) {}

    /** What there is to see; in a cluster, it waits a moment for a slot that is on its way to another node. */
    Seen look(String date) {
        for (int i = 1; ; i++) {
            try {
                connect();
                return ask(date);
            } catch (JedisException e) {
                close();
                if (!(e instanceof JedisRedirectionException) || i == LOOKS) {
                    return Seen.nothing(RedisConnections.reason(e));
                }
            } catch (UserException e) {
                return Seen.nothing(e.getMessage());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void connect() {
        if (jedis == null) {
            RedisConnection connection = RedisConnections.open(redis, "receiver-status");
            jedis = new Jedis(connection);
            nodes.use(connection);
        }
    }

    private Seen ask(String date) {
        String stream = redis.streamName();
        boolean isThere = jedis.exists(stream);
        Map<String, String> group = new HashMap<>();
        Map<String, Map<String, String>> receivers = new TreeMap<>();
        for (StreamGroupInfo info : isThere ? jedis.xinfoGroups(stream) : List.<StreamGroupInfo>of()) {
            if (info.getName().equals(redis.consumerGroup())) {
                info.getGroupInfo().forEach((name, value) -> group.put(name, String.valueOf(value)));
                for (StreamConsumerInfo consumer : jedis.xinfoConsumers2(stream, info.getName())) {
                    String name = consumer.getName();
                    receivers.put(name, shown(Keys.receiverStatus(stream, name)));
                }
            }
        }
        receivers.values().removeIf(Map::isEmpty);
        return new Seen(
                null,
                memory(),
                isThere ? jedis.xlen(stream) : 0,
                isThere ? jedis.xinfoStream(stream).getLastGeneratedId().getTime() : 0,
                group,
                shown(Keys.connectorStatus(stream)),
                receivers,
                newest(date),
                underlyings(date));
    }

    /** Of the node with the greatest part of its memory in use, or the most if they have no limit. */
    private Map<String, String> memory() {
        Map<String, String> fullest = Map.of();
        for (RedisConnection node : nodes.all()) {
            Map<String, String> memory = new HashMap<>();
            new Jedis(node)
                    .info("memory")
                    .lines()
                    .map(line -> line.split(":", 2))
                    .forEach(pair -> memory.put(pair[0], pair[pair.length - 1]));
            fullest = use(memory) > use(fullest) ? memory : fullest;
        }
        return fullest;
    }

    private static double use(Map<String, String> memory) {
        double used = Texts.number(memory, "used_memory");
        double most = Texts.number(memory, "maxmemory");
        return most > 0 ? used / most : used;
    }

    /** What a process shows of itself, and in {@code age_millis} since when; empty if it does not run. */
    private Map<String, String> shown(String key) {
        Map<String, String> fields = jedis.hgetAll(key);
        if (!fields.isEmpty()) {
            fields.put("age_millis", Long.toString(Math.max(0, Vitals.TTL.toMillis() - jedis.pttl(key))));
        }
        return fields;
    }

    private Map<String, Newest> newest(String date) {
        Map<String, Response<List<String>>> replies = new TreeMap<>();
        Map<RedisConnection, Pipeline> pipelines = new HashMap<>();
        for (String symbol : nodes.ask(Keys.symbols(date), (node, key) -> node.smembers(key))) {
            Pipeline pipeline = pipelines.computeIfAbsent(nodes.of(encode(Keys.latest(symbol))), Pipeline::new);
            replies.put(symbol, pipeline.hmget(Keys.latest(symbol), TIMES));
        }
        pipelines.values().forEach(Pipeline::sync);
        Map<String, Newest> newest = new TreeMap<>();
        replies.forEach((symbol, times) -> {
            try {
                newest.put(symbol, newestOf(times.get()));
            } catch (JedisRedirectionException e) {
                newest.put(symbol, newestOf(nodes.ask(Keys.latest(symbol), (node, key) -> node.hmget(key, TIMES))));
            } catch (JedisDataException e) {
                // Another program's key, which the receiver leaves alone.
            }
        });
        return newest;
    }

    private static Newest newestOf(List<String> times) {
        long received = micros(times.get(1));
        long exchange = micros(times.get(0));
        return new Newest(exchange == 0 ? received : exchange, received);
    }

    private static long micros(String time) {
        try {
            return time == null || time.isEmpty() ? 0 : Ist.parseMicros(time);
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private Map<String, String> underlyings(String date) {
        if (nodes.ask(Keys.instruments(date), (node, key) -> node.hlen(key)) != underlyings.size()) {
            underlyings = new HashMap<>();
            for (String row : nodes.ask(Keys.instruments(date), (node, key) -> node.hvals(key))) {
                try {
                    Instrument instrument = InstrumentJson.read(row.getBytes(StandardCharsets.UTF_8));
                    underlyings.put(
                            instrument.tradingsymbol(), instrument.expiry() == null ? "spot" : instrument.name());
                } catch (MalformedEntryException e) {
                    // Another program's: its symbol has no underlying.
                }
            }
        }
        return underlyings;
    }

    /** The ticks of some symbols whose time is from one instant, on that day, until before another; -1 if not known. */
    long ticks(Collection<String> symbols, Instant from, Instant to) {
        try {
            return symbols.stream()
                    .map(symbol -> Keys.ticks(symbol, Ist.date(from).toString()))
                    .mapToLong(ticks -> nodes.ask(
                            ticks,
                            (node, key) -> node.zcount(key, "" + from.getEpochSecond(), "(" + to.getEpochSecond())))
                    .sum();
        } catch (JedisException e) {
            close();
            return -1;
        }
    }

    @Override
    public void close() {
        nodes.close();
        RedisConnections.close(jedis == null ? null : jedis.getConnection());
        jedis = null;
    }
}
