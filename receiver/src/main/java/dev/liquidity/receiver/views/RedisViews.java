package dev.liquidity.receiver.views;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.receiver.entry.Batch;
import dev.liquidity.receiver.entry.TickEntry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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
 * The Redis keys that ticks are looked at through: {@code ticks:}, {@code depth:}, {@code latest:} and {@code symbols:}. A batch is one
 * pipeline, its ticks grouped by key; written again, it changes nothing. Belongs to one thread.
 *
 * <p>A key's expiry, the bound of its history and the symbol's place in the day's set are seen to once in an interval, not per tick.
 */
final class RedisViews {
    private static final Logger LOG = LoggerFactory.getLogger(RedisViews.class);
    private static final Duration LONGEST_UPKEEP_INTERVAL = Duration.ofSeconds(60);
    private static final long MICROS = 1_000_000;

    /** Of a second that is told to the microsecond. */
    private static final int DECIMALS = 6;

    private static final int DAYS = 4;
    private static final int SYMBOLS_A_DAY = 50_000;

    private final TickWriter json = new TickWriter();
    private final Pipeline pipeline = new Pipeline();
    private final byte[] ttlSeconds;
    private final long historyMicros;
    private final long upkeepNanos;
    private final Counters.Counter refused;
    private final Map<String, Map<String, SymbolViews>> days = new LinkedHashMap<>(8, 0.75f, true);

    RedisViews(Settings.Persistence settings, Counters.Counter refused) {
        long ttl = Math.max(1, settings.redisKeyTtl().toSeconds());
        ttlSeconds = Protocol.toByteArray(ttl);
        historyMicros = settings.redisHistory().toNanos() / 1000;
        this.refused = refused;
        upkeepNanos = upkeepInterval(settings).toNanos();
    }

    /** Often enough that a key in use does not expire, and that its history is at most a fifteenth longer than asked for. */
    private static Duration upkeepInterval(Settings.Persistence settings) {
        Duration interval = min(LONGEST_UPKEEP_INTERVAL, settings.redisKeyTtl().dividedBy(2));
        return settings.redisHistory().isZero()
                ? interval
                : min(interval, settings.redisHistory().dividedBy(15));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Has every key's upkeep seen to with its next tick: the server may have forgotten them. */
    void requireUpkeep() {
        days.values().forEach(day -> day.values().forEach(SymbolViews::requireUpkeep));
    }

    /** Writes some batches; the script must have been loaded. */
    void write(List<Batch> batches, RedisConnection connection) {
        List<SymbolViews> touched = group(batches);
        if (touched.isEmpty()) {
            return;
        }
        try {
            pipeline.open(connection);
            long now = System.nanoTime();
            for (SymbolViews symbol : touched) {
                add(symbol);
                if (symbol.isUpkeepDue(now, upkeepNanos)) {
                    upkeep(symbol);
                }
            }
            for (int from = 0; from < touched.size(); from += LatestScript.KEYS_A_CALL) {
                List<SymbolViews> some =
                        touched.subList(from, Math.min(touched.size(), from + LatestScript.KEYS_A_CALL));
                boolean isDue = some.stream().anyMatch(symbol -> symbol.isUpkeepDue(now, upkeepNanos));
                LatestScript.add(some, ttlSeconds, isDue, pipeline);
            }
            List<String> keys = pipeline.finish();
            if (!keys.isEmpty()) {
                refused.add(keys.size());
                LOG.warn(
                        "{} Redis keys hold something else and are left alone, the first is {}",
                        keys.size(),
                        keys.get(0));
            }
            touched.forEach(symbol -> {
                if (symbol.isUpkeepDue(now, upkeepNanos)) {
                    symbol.upkept(now);
                }
            });
        } finally {
            touched.forEach(SymbolViews::clear);
        }
    }

    private List<SymbolViews> group(List<Batch> batches) {
        List<SymbolViews> touched = new ArrayList<>();
        for (Batch batch : batches) {
            for (TickEntry entry : batch.ticks()) {
                SymbolViews symbol = symbol(entry.tick().tradingsymbol(), entry.tradeDate());
                if (symbol.ticks().isEmpty()) {
                    touched.add(symbol);
                }
                symbol.add(entry);
            }
        }
        return touched;
    }

    private SymbolViews symbol(String tradingsymbol, String date) {
        Map<String, SymbolViews> day = days.get(date);
        if (day == null) {
            if (days.size() >= DAYS) {
                days.remove(days.keySet().iterator().next());
            }
            day = new LinkedHashMap<>();
            days.put(date, day);
        }
        SymbolViews symbol = day.get(tradingsymbol);
        if (symbol == null) {
            if (day.size() >= SYMBOLS_A_DAY) {
                day.remove(day.keySet().iterator().next());
            }
            symbol = new SymbolViews(tradingsymbol, date);
            day.put(tradingsymbol, symbol);
        }
        return symbol;
    }

    private void add(SymbolViews symbol) {
        List<TickEntry> ticks = symbol.ticks();
        CommandBuffer command = pipeline.begin(symbol.ticksKey(), Command.ZADD, 1 + 2 * ticks.size());
        command.bulk(symbol.ticksKey());
        int books = 0;
        for (TickEntry entry : ticks) {
            score(entry, command);
            json.encodeWithoutDepth(entry.id(), entry.tick());
            command.bulk(json);
            books += entry.tick().depth() == null ? 0 : 1;
        }
        if (books > 0) {
            addDepths(symbol, books);
        }
    }

    private void addDepths(SymbolViews symbol, int books) {
        CommandBuffer command = pipeline.begin(symbol.depthKey(), Command.ZADD, 1 + 2 * books);
        command.bulk(symbol.depthKey());
        for (TickEntry entry : symbol.ticks()) {
            if (entry.tick().depth() != null) {
                score(entry, command);
                json.encodeDepth(entry.id(), entry.tick());
                command.bulk(json);
            }
        }
    }

    /** Epoch seconds, with decimals if it is not a whole one. */
    private static void score(TickEntry entry, CommandBuffer command) {
        long micros = entry.timeMicros();
        if (micros % MICROS == 0) {
            command.bulkNumber(micros / MICROS);
        } else {
            command.bulkDecimal(micros, DECIMALS);
        }
    }

    private void upkeep(SymbolViews symbol) {
        expire(symbol.ticksKey());
        expire(symbol.depthKey());
        byte[] symbols = symbol.symbolsKey();
        pipeline.add(symbols, new CommandArguments(Command.SADD).add(symbols).add(symbol.symbol()));
        expire(symbols);
        if (historyMicros > 0) {
            trim(symbol, historyMicros);
        }
    }

    private void expire(byte[] key) {
        pipeline.add(key, new CommandArguments(Command.EXPIRE).add(key).add(ttlSeconds));
    }

    private void trim(SymbolViews symbol, long keepMicros) {
        byte[] upTo = ("(" + text(symbol.newestMicros() - keepMicros)).getBytes(StandardCharsets.US_ASCII);
        for (byte[] key : List.of(symbol.ticksKey(), symbol.depthKey())) {
            pipeline.add(
                    key,
                    new CommandArguments(Command.ZREMRANGEBYSCORE)
                            .add(key)
                            .add("-inf")
                            .add(upTo));
        }
    }

    /**
     * Cuts the history of every known key shorter than was asked for, when Redis has no memory left: recent ticks in SQLite are worth
     * more than older ones in Redis, and without room there will be neither.
     *
     * @param keepMicros how long the history may still be
     */
    void makeRoom(long keepMicros, RedisConnection connection) {
        pipeline.open(connection);
        days.values().forEach(day -> day.values().forEach(symbol -> trim(symbol, keepMicros)));
        pipeline.finish();
    }

    /** Epoch seconds with six decimals. */
    private static String text(long micros) {
        return BigDecimal.valueOf(micros, DECIMALS).toPlainString();
    }
}
