package dev.liquidity.bench.latency;

import dev.liquidity.bench.rig.RedisClient;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A reader that waits at the stream's end ({@code XREAD BLOCK}) and records, for every entry, how long after its {@code
 * received_at} it is read. Arrivals of some symbols are passed on to {@link LatestWatch}.
 */
public final class StreamWatch implements AutoCloseable {
    private static final long END_MILLIS = 5_000;
    private static final String RECEIVED_AT = "\"received_at\":\"";
    private static final String SYMBOL = "\"tradingsymbol\":\"";

    private final RedisClient redis;
    private final Thread thread = new Thread(this::run, "bench-stream-watch");
    private final Map<String, Queue<Arrival>> awaited = new ConcurrentHashMap<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private volatile Latencies latencies = new Latencies();
    private volatile boolean ending;
    private long lastReceivedAt = Long.MAX_VALUE / 2;
    private long lastDueAt = Long.MAX_VALUE / 2;

    public StreamWatch(int redisPort) {
        redis = new RedisClient(redisPort);
        thread.setDaemon(true);
        thread.start();
    }

    /** The symbols with the most ticks so far, whose arrivals are collected from now on. */
    public Map<String, Queue<Arrival>> awaitBusiest(int symbols) {
        new HashMap<>(counts)
                .entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                        .limit(symbols)
                        .forEach(symbol -> awaited.put(symbol.getKey(), new ConcurrentLinkedQueue<>()));
        return awaited;
    }

    /** Forgets what was measured until now. */
    public void startOver() {
        latencies = new Latencies();
    }

    /** To be read when this is closed. */
    public Latencies latencies() {
        return latencies;
    }

    private void run() {
        String last = "$";
        while (!ending) {
            List<?> reply;
            try {
                reply = (List<?>) redis.ask("XREAD", "COUNT", 2_000, "BLOCK", 200, "STREAMS", RedisClient.STREAM, last);
            } catch (JedisException e) {
                return;
            }
            long now = WallClock.micros();
            if (reply == null) {
                continue;
            }
            Latencies into = latencies;
            for (Object entry : (List<?>) ((List<?>) reply.get(0)).get(1)) {
                byte[] id = (byte[]) ((List<?>) entry).get(0);
                String json = new String((byte[]) ((List<?>) ((List<?>) entry).get(1)).get(1), StandardCharsets.UTF_8);
                take(id, json, now, into);
                last = new String(id, StandardCharsets.US_ASCII);
            }
        }
    }

    private void take(byte[] id, String json, long now, Latencies into) {
        long receivedAt = Ist.parseMicros(text(json, RECEIVED_AT));
        long dueAt = dueAt(receivedAt);
        into.record(dueAt, receivedAt, now);
        String symbol = text(json, SYMBOL);
        if (awaited.isEmpty()) {
            counts.merge(symbol, 1, Integer::sum);
        }
        Queue<Arrival> queue = awaited.get(symbol);
        if (queue != null) {
            queue.add(new Arrival(StreamId.parse(id).pack(), dueAt, receivedAt));
        }
    }

    /** All ticks of a frame have one arrival, and so one time at which they were due. */
    private long dueAt(long receivedAt) {
        if (receivedAt != lastReceivedAt) {
            lastDueAt = Math.min(receivedAt, lastReceivedAt + Latencies.SENT_EVERY_MICROS);
            lastReceivedAt = receivedAt;
        }
        return lastDueAt;
    }

    private static String text(String json, String field) {
        int from = json.lastIndexOf(field) + field.length();
        return json.substring(from, json.indexOf('"', from));
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        thread.join(END_MILLIS);
        redis.close();
    }
}
