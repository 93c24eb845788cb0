package dev.liquidity.receiver.keys;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.TickEntry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;

/**
 * Writes ticks to the Redis keys {@code ticks:}, {@code depth:}, {@code latest:} and {@code symbols:}. The ticks are
 * grouped by key and sent together. Writing a batch again changes nothing. Not thread-safe: used by the keys-writer
 * thread only.
 *
 * <p>A key's expiry, the trimming of its history and its symbol's place in the day's set are renewed once an interval,
 * not with every tick.
 */
final class TickKeys {
    private static final Logger LOG = LoggerFactory.getLogger(TickKeys.class);
    private static final Duration LONGEST_UPKEEP_INTERVAL = Duration.ofSeconds(60);
    private static final long MICROS = 1_000_000;

    /** Decimals of a second that is given to the microsecond. */
    private static final int DECIMALS = 6;

    private static final int DAYS = 4;
    private static final int SYMBOLS_A_DAY = 50_000;

    private final TickWriter json = new TickWriter();
    private final KeyRoutes routes;
    private final byte[] ttlSeconds;
    private final long historyMicros;
    private final long upkeepNanos;
    private final Counters.Counter refused;
    private final Map<String, Map<String, SymbolKeys>> days = new LinkedHashMap<>(8, 0.75f, true);

    TickKeys(Settings.Persistence settings, KeyRoutes routes, Counters counters) {
        this.routes = routes;
        long ttl = Math.max(1, settings.redisKeyTtl().toSeconds());
        ttlSeconds = Protocol.toByteArray(ttl);
        historyMicros = settings.redisHistory().toNanos() / 1000;
        refused = counters.faults("keys_refused", "Redis keys left alone because they hold something else");
        upkeepNanos = upkeepInterval(settings).toNanos();
    }

    /**
     * Short enough that a key in use never expires, and that its history is at most one fifteenth longer than
     * configured.
     */
    private static Duration upkeepInterval(Settings.Persistence settings) {
        Duration interval = min(LONGEST_UPKEEP_INTERVAL, settings.redisKeyTtl().dividedBy(2));
        return settings.redisHistory().isZero()
                ? interval
                : min(interval, settings.redisHistory().dividedBy(15));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Makes every key's upkeep due with its next tick, for a server that may have lost the keys. */
    void requireUpkeep() {
        days.values().forEach(day -> day.values().forEach(SymbolKeys::requireUpkeep));
    }

    /** Writes the ticks of some batches. The routes must be prepared. */
    void write(List<Batch> batches, RedisConnection connection) {
        List<SymbolKeys> touched = group(batches);
        if (touched.isEmpty()) {
            return;
        }
        try {
            routes.open(connection);
            long now = System.nanoTime();
            List<SymbolKeys> due = touched.stream()
                    .filter(symbol -> symbol.isUpkeepDue(now, upkeepNanos))
                    .toList();
            touched.forEach(this::add);
            due.forEach(this::upkeep);
            for (int from = 0; from < touched.size(); from += routes.keysACall()) {
                List<SymbolKeys> some = touched.subList(from, Math.min(touched.size(), from + routes.keysACall()));
                boolean isAnyDue = some.stream().anyMatch(symbol -> symbol.isUpkeepDue(now, upkeepNanos));
                LatestScript.add(
                        some, ttlSeconds, isAnyDue, routes.of(some.get(0).latestKey()));
            }
            List<String> keys = routes.finish();
            if (!keys.isEmpty()) {
                refused.add(keys.size());
                LOG.warn(
                        "{} Redis keys are in use by another program and left alone, the first is {}",
                        keys.size(),
                        keys.get(0));
            }
            due.forEach(symbol -> symbol.upkeepDone(now));
        } finally {
            touched.forEach(SymbolKeys::clear);
        }
    }

    private List<SymbolKeys> group(List<Batch> batches) {
        List<SymbolKeys> touched = new ArrayList<>();
        for (Batch batch : batches) {
            for (TickEntry entry : batch.ticks()) {
                SymbolKeys symbol = symbol(entry.tick().tradingsymbol(), entry.tradeDate());
                if (symbol.ticks().isEmpty()) {
                    touched.add(symbol);
                }
                symbol.add(entry);
            }
        }
        return touched;
    }

    private SymbolKeys symbol(String tradingsymbol, String date) {
        Map<String, SymbolKeys> day = days.get(date);
        if (day == null) {
            if (days.size() >= DAYS) {
                days.remove(days.keySet().iterator().next());
            }
            day = new LinkedHashMap<>();
            days.put(date, day);
        }
        SymbolKeys symbol = day.get(tradingsymbol);
        if (symbol == null) {
            if (day.size() >= SYMBOLS_A_DAY) {
                day.remove(day.keySet().iterator().next());
            }
            symbol = new SymbolKeys(tradingsymbol, date);
            day.put(tradingsymbol, symbol);
        }
        return symbol;
    }

    private void add(SymbolKeys symbol) {
        List<TickEntry> ticks = symbol.ticks();
        CommandBuffer command =
                routes.of(symbol.ticksKey()).begin(symbol.ticksKey(), Command.ZADD, 1 + 2 * ticks.size());
        command.bulk(symbol.ticksKey());
        int books = 0;
        for (TickEntry entry : ticks) {
            score(entry, command);
            json.encodeMember(entry.id(), entry.tick());
            command.bulk(json);
            books += entry.tick().depth() == null ? 0 : 1;
        }
        if (books > 0) {
            addDepths(symbol, books);
        }
    }

    private void addDepths(SymbolKeys symbol, int books) {
        CommandBuffer command = routes.of(symbol.depthKey()).begin(symbol.depthKey(), Command.ZADD, 1 + 2 * books);
        command.bulk(symbol.depthKey());
        for (TickEntry entry : symbol.ticks()) {
            if (entry.tick().depth() != null) {
                score(entry, command);
                json.encodeDepth(entry.id(), entry.tick());
                command.bulk(json);
            }
        }
    }

    /** Adds the tick's time in epoch seconds, with decimals only when it is not a whole second. */
    private static void score(TickEntry entry, CommandBuffer command) {
        long micros = entry.timeMicros();
        if (micros % MICROS == 0) {
            command.bulkNumber(micros / MICROS);
        } else {
            command.bulkDecimal(micros, DECIMALS);
        }
    }

    private void upkeep(SymbolKeys symbol) {
        expire(symbol.ticksKey());
        expire(symbol.depthKey());
        byte[] symbols = symbol.symbolsKey();
        routes.of(symbols)
                .add(symbols, new CommandArguments(Command.SADD).add(symbols).add(symbol.symbol()));
        expire(symbols);
        if (historyMicros > 0) {
            trim(symbol.ticksKey(), symbol.newestMicros() - historyMicros);
            trim(symbol.depthKey(), symbol.newestMicros() - historyMicros);
        }
    }

    private void expire(byte[] key) {
        routes.of(key).add(key, new CommandArguments(Command.EXPIRE).add(key).add(ttlSeconds));
    }

    private void trim(byte[] key, long fromMicros) {
        routes.of(key)
                .add(
                        key,
                        new CommandArguments(Command.ZREMRANGEBYSCORE)
                                .add(key)
                                .add("-inf")
                                .add("(" + text(fromMicros)));
    }

    /**
     * Trims the history below what is configured, of every known key whose server had no memory for the last commands,
     * so that it takes new ticks again.
     *
     * @param keepMicros length of the history that remains, in microseconds
     */
    void makeRoom(long keepMicros, RedisConnection connection) {
        routes.open(connection);
        for (Map<String, SymbolKeys> day : days.values()) {
            for (SymbolKeys symbol : day.values()) {
                for (byte[] key : List.of(symbol.ticksKey(), symbol.depthKey())) {
                    if (routes.of(key).isFull()) {
                        trim(key, symbol.newestMicros() - keepMicros);
                    }
                }
            }
        }
        routes.finish();
    }

    /** The time in epoch seconds, with six decimals. */
    private static String text(long micros) {
        return BigDecimal.valueOf(micros, DECIMALS).toPlainString();
    }
}
