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
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Instrument;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Asks Redis how all stands. Not thread-safe: used by the main thread only. */
final class RedisLook implements AutoCloseable {
    private static final String SPOT = "spot";
    private static final String NONE = "no such key";

    private final Settings.Redis redis;
    private RedisConnection connection;

    /** Of the day's instruments, by tradingsymbol; asked for again when there are more. */
    private final Map<String, String> underlyings = new HashMap<>();

    private long instruments;

    RedisLook(Settings.Redis redis) {
        this.redis = redis;
    }

    /**
     * What Redis says.
     *
     * @param fault why it says nothing; null if it does
     * @param memory of {@code INFO memory}
     * @param group of {@code XINFO GROUPS}; empty without our group
     * @param lastMillis when the stream's last entry arrived; 0 without one
     * @param connector what the connector shows of itself; empty if it does not run
     * @param receivers what each receiver shows, by its name
     * @param newest of each symbol today
     * @param underlyings of the symbols
     */
    record Seen(
            String fault,
            Map<String, String> memory,
            long length,
            Map<String, String> group,
            long lastMillis,
            Map<String, String> connector,
            Map<String, Map<String, String>> receivers,
            Map<String, Newest> newest,
            Map<String, String> underlyings) {}

    /**
     * A symbol's newest tick: the exchange's time, else that of its arrival, and that of its arrival; 0 if not known.
     */
    record Newest(long micros, long receivedMicros) {}

    Seen look(String date) {
        try {
            if (connection == null) {
                connection = RedisConnections.open(redis, "receiver-status");
            }
            return ask(date);
        } catch (JedisException | UserException e) {
            close();
            String reason = e instanceof JedisException jedis ? RedisConnections.reason(jedis) : e.getMessage();
            return new Seen(reason, Map.of(), 0, Map.of(), 0, Map.of(), Map.of(), Map.of(), Map.of());
        }
    }

    private Seen ask(String date) {
        String stream = redis.streamName();
        Map<String, String> memory = new HashMap<>();
        for (String line : text(execute(Command.INFO, "memory")).split("\r\n")) {
            String[] pair = line.split(":", 2);
            memory.put(pair[0], pair[pair.length - 1]);
        }
        Map<String, String> info = pairs(orNone(() -> execute(Command.XINFO, "STREAM", stream)));
        Map<String, String> group = new HashMap<>();
        Map<String, Map<String, String>> receivers = new TreeMap<>();
        for (Object other : (List<?>) orNone(() -> execute(Command.XINFO, "GROUPS", stream))) {
            if (redis.consumerGroup().equals(pairs(other).get("name"))) {
                group.putAll(pairs(other));
                for (Object consumer : (List<?>) execute(Command.XINFO, "CONSUMERS", stream, redis.consumerGroup())) {
                    String name = pairs(consumer).get("name");
                    Map<String, String> shown = shown(Keys.receiverStatus(stream, name));
                    if (!shown.isEmpty()) {
                        receivers.put(name, shown);
                    }
                }
            }
        }
        return new Seen(
                null,
                memory,
                Long.parseLong(info.getOrDefault("length", "0")),
                group,
                StreamId.parse(info.getOrDefault("last-generated-id", "0-0")).millis(),
                shown(Keys.connectorStatus(stream)),
                receivers,
                newest(date),
                underlyings(date));
    }

    /** What a process shows of itself, and in {@code age_millis} since when; empty if it does not run. */
    private Map<String, String> shown(String key) {
        Map<String, String> fields = pairs(execute(Command.HGETALL, key));
        long left = (Long) execute(Command.PTTL, key);
        if (!fields.isEmpty()) {
            fields.put("age_millis", Long.toString(Math.max(0, Vitals.TTL.toMillis() - left)));
        }
        return fields;
    }

    private Map<String, Newest> newest(String date) {
        List<String> symbols = new ArrayList<>();
        ((List<?>) execute(Command.SMEMBERS, Keys.symbols(date))).forEach(symbol -> symbols.add(text(symbol)));
        symbols.forEach(symbol ->
                connection.sendCommand(Command.HMGET, Keys.latest(symbol), "exchange_timestamp", "received_at"));
        List<Object> replies = symbols.isEmpty() ? List.of() : connection.getMany(symbols.size());
        Map<String, Newest> newest = new TreeMap<>();
        for (int i = 0; i < symbols.size(); i++) {
            if (replies.get(i) instanceof List<?> times) {
                long received = micros(times.get(1));
                long exchange = micros(times.get(0));
                newest.put(symbols.get(i), new Newest(exchange == 0 ? received : exchange, received));
            }
        }
        return newest;
    }

    private static long micros(Object time) {
        try {
            return time == null || ((byte[]) time).length == 0 ? 0 : Ist.parseMicros(text(time));
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private Map<String, String> underlyings(String date) {
        String key = Keys.instruments(date);
        long length = (Long) execute(Command.HLEN, key);
        if (length != instruments) {
            instruments = length;
            underlyings.clear();
            for (Object row : (List<?>) execute(Command.HVALS, key)) {
                try {
                    Instrument instrument = InstrumentJson.read((byte[]) row);
                    underlyings.put(instrument.tradingsymbol(), instrument.expiry() == null ? SPOT : instrument.name());
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
            long sum = 0;
            for (String symbol : symbols) {
                String key = Keys.ticks(symbol, Ist.date(from).toString());
                sum += (Long) execute(Command.ZCOUNT, key, "" + from.getEpochSecond(), "(" + to.getEpochSecond());
            }
            return sum;
        } catch (JedisException e) {
            close();
            return -1;
        }
    }

    private Object execute(Command command, String... arguments) {
        CommandArguments all = new CommandArguments(command);
        for (String argument : arguments) {
            all.add(argument);
        }
        return connection.executeCommand(all);
    }

    private interface Question {
        Object ask();
    }

    /** An empty list for a stream that does not exist. */
    private static Object orNone(Question question) {
        try {
            return question.ask();
        } catch (JedisDataException e) {
            if (e.getMessage().contains(NONE)) {
                return List.of();
            }
            throw e;
        }
    }

    /** Alternating names and values; values that are lists are left out. */
    private static Map<String, String> pairs(Object reply) {
        List<?> list = (List<?>) reply;
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i + 1 < list.size(); i += 2) {
            Object value = list.get(i + 1);
            if (value != null && !(value instanceof List<?>)) {
                pairs.put(text(list.get(i)), text(value));
            }
        }
        return pairs;
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? encode(bytes) : String.valueOf(value);
    }

    @Override
    public void close() {
        RedisConnections.close(connection);
        connection = null;
    }
}
