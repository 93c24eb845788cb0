package dev.liquidity.receiver.web;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Follows in Redis the instruments that somebody views: one thread asks 10 times a second, however many viewers there
 * are, and opens the connection again when it breaks. Each viewer's events are written by a thread of the server.
 * Thread-safe.
 */
final class Live implements AutoCloseable {
    private static final int MOST_VIEWERS = 12;
    private static final long PERIOD_MILLIS = 100;
    private static final long RETRY_MILLIS = 1000;
    private static final long SILENCE_NANOS = 15_000_000_000L;

    /** An instrument that somebody views. */
    private static final class Viewed {
        int viewers;
        String event;
        long number;
    }

    private final Settings.Redis redis;
    private final Map<String, Viewed> viewed = new HashMap<>();
    private final Thread thread = new Thread(this::follow, "dashboard-live");
    private Jedis jedis;
    private boolean isClosed;

    Live(Settings.Redis redis) {
        this.redis = redis;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * When the newest entry of the stream arrived, in milliseconds since the epoch; 0 without one.
     *
     * @throws JedisException if Redis can't be asked
     * @throws UserException if it refuses
     */
    long newestMillis() {
        try (Jedis own = new Jedis(RedisConnections.open(redis, "receiver-dashboard"))) {
            List<StreamEntry> last = own.xrevrange(redis.streamName(), (StreamEntryID) null, null, 1);
            return last.isEmpty() ? 0 : last.get(0).getID().getTime();
        }
    }

    /** Writes an instrument's events, until the viewer has gone. */
    void stream(String symbol, Content.Sink out) throws IOException {
        Viewed instrument = enter(symbol);
        try {
            long seen = 0;
            String event = ":";
            while (event != null) {
                Content.Sink.write(out, false, ByteBuffer.wrap((event + "\n\n").getBytes(StandardCharsets.UTF_8)));
                synchronized (this) {
                    long deadline = System.nanoTime() + SILENCE_NANOS;
                    while (!isClosed && instrument.number == seen && deadline > System.nanoTime()) {
                        wait(PERIOD_MILLIS);
                    }
                    event = isClosed ? null : instrument.number == seen ? ":" : "data: " + instrument.event;
                    seen = instrument.number;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave(symbol);
        }
    }

    private synchronized Viewed enter(String symbol) {
        if (viewed.values().stream().mapToInt(instrument -> instrument.viewers).sum() >= MOST_VIEWERS) {
            throw new UserException(ExitCode.REDIS, "Too many live views are open: close one");
        }
        Viewed instrument = viewed.computeIfAbsent(symbol, s -> new Viewed());
        instrument.viewers++;
        notifyAll();
        return instrument;
    }

    private synchronized void leave(String symbol) {
        if (--viewed.get(symbol).viewers == 0) {
            viewed.remove(symbol);
        }
    }

    private void follow() {
        try {
            while (true) {
                List<String> symbols;
                synchronized (this) {
                    while (viewed.isEmpty() && !isClosed) {
                        wait();
                    }
                    symbols = List.copyOf(viewed.keySet());
                    if (isClosed) {
                        break;
                    }
                }
                Thread.sleep(ask(symbols) ? PERIOD_MILLIS : RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            // It ends.
        } finally {
            disconnect();
        }
    }

    /** Returns false if Redis does not answer. */
    private boolean ask(List<String> symbols) {
        try {
            jedis = jedis == null ? new Jedis(RedisConnections.open(redis, "receiver-dashboard")) : jedis;
            for (String symbol : symbols) {
                Map<String, String> latest = jedis.hgetAll(Keys.latest(symbol));
                String time = latest.getOrDefault("exchange_timestamp", "");
                String date = (time.isEmpty() ? latest.getOrDefault("received_at", "") : time).split("T")[0];
                List<String> depth = jedis.zrange(Keys.depth(symbol, date), -1, -1);
                publish(symbol, LiveEvent.of(symbol, latest, depth.isEmpty() ? "{}" : depth.get(0)));
            }
            return true;
        } catch (JedisException | UserException e) {
            disconnect();
            String reason = e instanceof UserException ? e.getMessage() : RedisConnections.reason(e);
            symbols.forEach(symbol -> publish(symbol, Json.object("error", "Redis does not answer: " + reason)));
            return false;
        }
    }

    private synchronized void publish(String symbol, String event) {
        Viewed instrument = viewed.get(symbol);
        if (instrument != null && !event.equals(instrument.event)) {
            instrument.event = event;
            instrument.number++;
            notifyAll();
        }
    }

    private void disconnect() {
        RedisConnections.close(jedis == null ? null : jedis.getConnection());
        jedis = null;
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
