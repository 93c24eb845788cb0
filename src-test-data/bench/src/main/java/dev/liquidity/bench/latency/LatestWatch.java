package dev.liquidity.bench.latency;

import dev.liquidity.bench.rig.RedisClient;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Polls the {@code latest:} hashes of some symbols and records, for every tick of theirs, how long after its {@code
 * received_at} the hash first shows it or a later one; a tick overtaken within its batch counts with its own arrival.
 * It polls about three thousand times a second, so a figure can be a third of a millisecond too high.
 */
public final class LatestWatch implements AutoCloseable {
    private static final long END_MILLIS = 5_000;
    private static final long PAUSE_NANOS = 250_000;

    private final RedisClient redis;
    private final Map<String, Queue<Arrival>> awaited;
    private final Map<String, Long> shown = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "bench-latest-watch");
    private volatile Latencies latencies = new Latencies();
    private volatile boolean ending;

    /**
     * @param awaited arrivals by symbol, as they are seen in the stream
     */
    public LatestWatch(int redisPort, Map<String, Queue<Arrival>> awaited) {
        redis = new RedisClient(redisPort);
        this.awaited = awaited;
        thread.setDaemon(true);
        thread.start();
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
        List<String> symbols = List.copyOf(awaited.keySet());
        try {
            while (!ending) {
                for (String symbol : symbols) {
                    redis.send(new CommandArguments(Command.HGET)
                            .add(Keys.latest(symbol))
                            .add("id"));
                }
                for (String symbol : symbols) {
                    Object id = redis.reply();
                    if (id != null) {
                        show(symbol, StreamId.parse((byte[]) id).pack(), WallClock.micros());
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (JedisException e) {
            // Redis has ended.
        }
    }

    private void show(String symbol, long id, long now) {
        Queue<Arrival> queue = awaited.get(symbol);
        long before = shown.getOrDefault(symbol, 0L);
        for (Arrival head = queue.peek(); head != null && head.id() <= id; head = queue.peek()) {
            queue.poll();
            // The stream's reader may be later than the hash.
            if (head.id() > before) {
                latencies.record(head.dueAtMicros(), head.receivedAtMicros(), now);
            }
        }
        shown.put(symbol, id);
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        thread.join(END_MILLIS);
        redis.close();
    }
}
