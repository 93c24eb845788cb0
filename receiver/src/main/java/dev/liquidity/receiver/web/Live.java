package dev.liquidity.receiver.web;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisNodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.Content;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Tells viewers of instruments' newest ticks in Redis. Each viewer has a thread of the server; however many they are,
 * an instrument is asked for 10 times a second, and Redis, if it does not answer, once a second. Thread-safe.
 */
final class Live implements AutoCloseable {
    private static final int MOST_VIEWERS = 12;
    private static final int MOST_SYMBOLS = 100;
    private static final long PERIOD_MILLIS = 100;
    private static final long PERIOD_NANOS = PERIOD_MILLIS * 1_000_000;
    private static final long RETRY_NANOS = 1_000_000_000;
    private static final long RECORDING_MILLIS = 10_000;
    private static final long SILENCE_NANOS = 15_000_000_000L;
    private static final String NUMBER = "(-?\\d{1,18}(?:\\.\\d{1,9})?)";
    private static final Pattern LEVEL = Pattern.compile("\\[" + NUMBER + "," + NUMBER + "," + NUMBER + "]");

    private record Event(String text, long nanos) {}

    private final Settings.Redis redis;
    private final Semaphore places = new Semaphore(MOST_VIEWERS);
    private final Map<String, Event> events = new HashMap<>();
    private final RedisNodes nodes;
    private Jedis jedis;
    private Event fault;

    Live(Settings.Redis redis) {
        this.redis = redis;
        nodes = new RedisNodes(redis, "receiver-dashboard");
    }

    /** What is known of now, as JSON. */
    synchronized String state(Instant now, String dates) {
        String fault = null;
        boolean isRecording = false;
        try {
            List<StreamEntry> last = open().xrevrange(redis.streamName(), (StreamEntryID) null, null, 1);
            isRecording =
                    !last.isEmpty() && now.toEpochMilli() - last.get(0).getID().getTime() < RECORDING_MILLIS;
        } catch (JedisException | UserException e) {
            fault = reason(e);
        }
        return "{\"today\":\"%s\",\"isRecording\":%b,\"redis\":%s,\"dates\":%s}"
                .formatted(Ist.date(now), isRecording, fault == null ? null : quoted(fault), dates);
    }

    /** Writes an instrument's events until the viewer has gone, or the server stops. */
    void stream(String symbol, Content.Sink out) throws IOException, InterruptedException {
        if (symbol == null || !symbol.matches("[A-Z0-9 &._-]{1,60}")) {
            throw new IllegalArgumentException("The parameter symbol is missing, or wrong");
        }
        if (!places.tryAcquire()) {
            throw new UserException(ExitCode.REDIS, "Too many live views are open: close one");
        }
        try {
            String told = "";
            for (long silentSince = 0; ; Thread.sleep(PERIOD_MILLIS)) {
                String event = event(symbol);
                if (!event.equals(told) || System.nanoTime() - silentSince > SILENCE_NANOS) {
                    String line = event.equals(told) ? ":\n\n" : "data: " + event + "\n\n";
                    Content.Sink.write(out, false, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                    told = event;
                    silentSince = System.nanoTime();
                }
            }
        } finally {
            places.release();
        }
    }

    private synchronized String event(String symbol) {
        Event last = events.get(symbol);
        if (last == null || System.nanoTime() - last.nanos >= PERIOD_NANOS) {
            if (events.size() > MOST_SYMBOLS) {
                events.clear();
            }
            last = new Event(ask(symbol), System.nanoTime());
            events.put(symbol, last);
        }
        return last.text;
    }

    private String ask(String symbol) {
        try {
            open();
            Map<String, String> latest = nodes.ask(Keys.latest(symbol), (node, key) -> node.hgetAll(key));
            if (latest.isEmpty()) {
                return error("Redis has no tick of " + symbol);
            }
            String time = latest.getOrDefault("exchange_timestamp", "");
            String date = (time.isEmpty() ? latest.getOrDefault("received_at", "") : time).replaceFirst("T.*", "");
            List<String> depth = nodes.ask(Keys.depth(symbol, date), (node, key) -> node.zrange(key, -1, -1));
            StringBuilder json = new StringBuilder(
                    "{\"symbol\":" + quoted(symbol) + ",\"time\":" + quoted(time.replaceFirst(".*T", "")));
            for (String name : List.of("last_price", "volume", "oi")) {
                String value = latest.getOrDefault(name, "");
                json.append(",\"" + name + "\":" + (value.matches(NUMBER) ? value : "null"));
            }
            for (String side : List.of("buy", "sell")) {
                json.append(",\"" + side + "\":[" + levels(side, depth.isEmpty() ? "" : depth.get(0)) + "]");
            }
            return json.append('}').toString();
        } catch (JedisException | UserException e) {
            return error(reason(e));
        }
    }

    /** The levels of a member of a {@code depth:} key, made anew of its numbers. */
    private static String levels(String side, String depth) {
        String levels = depth.replaceFirst(".*\"" + side + "\":\\[((\\[[^\\[\\]]*],?)*)].*|.*", "$1");
        return LEVEL.matcher(levels)
                .results()
                .map(level -> level.group().replaceAll(LEVEL.pattern(), "{\"price\":$1,\"quantity\":$2,\"orders\":$3}"))
                .collect(Collectors.joining(","));
    }

    /** Opens the connection, unless it is open; after a fault, not sooner than a second later. */
    private Jedis open() {
        if (fault != null && System.nanoTime() - fault.nanos < RETRY_NANOS) {
            throw new JedisException(fault.text);
        }
        if (jedis == null) {
            RedisConnection connection = RedisConnections.open(redis, "receiver-dashboard");
            jedis = new Jedis(connection);
            nodes.use(connection);
        }
        fault = null;
        return jedis;
    }

    private String reason(RuntimeException e) {
        close();
        String reason = e instanceof UserException ? e.getMessage() : RedisConnections.reason(e);
        fault = fault == null ? new Event(reason, System.nanoTime()) : fault;
        return "Redis does not answer: " + fault.text;
    }

    /** An answer that says in one sentence what is wrong. */
    static String error(String sentence) {
        return "{\"error\":" + quoted(sentence) + "}";
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    @Override
    public synchronized void close() {
        nodes.close();
        RedisConnections.close(jedis == null ? null : jedis.getConnection());
        jedis = null;
    }
}
