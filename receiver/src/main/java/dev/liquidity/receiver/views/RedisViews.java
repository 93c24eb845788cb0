package dev.liquidity.receiver.views;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.TickJson;
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
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.args.Rawable;

/**
 * The Redis keys that ticks are looked at through: {@code ticks:}, {@code depth:}, {@code latest:} and {@code symbols:}. A batch is one
 * pipeline, its ticks grouped by key; written again, it changes nothing. Belongs to one thread.
 *
 * <p>A key's expiry, the bound of its history and the symbol's place in the day's set are seen to once in an interval, not per tick.
 */
final class RedisViews {
    private static final Logger LOG = LoggerFactory.getLogger(RedisViews.class);
    private static final Duration LONGEST_UPKEEP_INTERVAL = Duration.ofSeconds(60);
    private static final int DAYS = 4;
    private static final int SYMBOLS_A_DAY = 50_000;

    private final TickJson json = new TickJson();
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
    void write(List<Batch> batches, Connection connection) {
        List<SymbolViews> touched = group(batches);
        if (touched.isEmpty()) {
            return;
        }
        try {
            Pipeline pipeline = new Pipeline(connection);
            long now = System.nanoTime();
            for (SymbolViews symbol : touched) {
                add(symbol, pipeline);
                if (symbol.isUpkeepDue(now, upkeepNanos)) {
                    upkeep(symbol, pipeline);
                }
            }
            for (int from = 0; from < touched.size(); from += LatestScript.KEYS_A_CALL) {
                List<SymbolViews> some =
                        touched.subList(from, Math.min(touched.size(), from + LatestScript.KEYS_A_CALL));
                boolean isDue = some.stream().anyMatch(symbol -> symbol.isUpkeepDue(now, upkeepNanos));
                pipeline.send(some.get(0).latestKey(), LatestScript.call(some, ttlSeconds, isDue));
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

    private void add(SymbolViews symbol, Pipeline pipeline) {
        CommandArguments ticks = new CommandArguments(Command.ZADD).add(symbol.ticksKey());
        CommandArguments depths = null;
        for (TickEntry entry : symbol.ticks()) {
            byte[] score = score(entry.timeMicros());
            ticks.add(score).add(asIs(json.writeWithoutDepth(entry.id(), entry.tick())));
            if (entry.tick().depth() != null) {
                if (depths == null) {
                    depths = new CommandArguments(Command.ZADD).add(symbol.depthKey());
                }
                depths.add(score).add(asIs(json.writeDepth(entry.id(), entry.tick())));
            }
        }
        pipeline.send(symbol.ticksKey(), ticks);
        if (depths != null) {
            pipeline.send(symbol.depthKey(), depths);
        }
    }

    /** A member as it is; the client would copy the array, which is most of what a tick's commands are. */
    private static Rawable asIs(byte[] member) {
        return () -> member;
    }

    private void upkeep(SymbolViews symbol, Pipeline pipeline) {
        expire(symbol.ticksKey(), pipeline);
        expire(symbol.depthKey(), pipeline);
        byte[] symbols = symbol.symbolsKey();
        pipeline.send(symbols, new CommandArguments(Command.SADD).add(symbols).add(symbol.symbol()));
        expire(symbols, pipeline);
        if (historyMicros > 0) {
            trim(symbol, historyMicros, pipeline);
        }
    }

    private void expire(byte[] key, Pipeline pipeline) {
        pipeline.send(key, new CommandArguments(Command.EXPIRE).add(key).add(ttlSeconds));
    }

    private static void trim(SymbolViews symbol, long keepMicros, Pipeline pipeline) {
        byte[] upTo = ("(" + text(symbol.newestMicros() - keepMicros)).getBytes(StandardCharsets.US_ASCII);
        for (byte[] key : List.of(symbol.ticksKey(), symbol.depthKey())) {
            pipeline.send(
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
    void makeRoom(long keepMicros, Connection connection) {
        Pipeline pipeline = new Pipeline(connection);
        days.values().forEach(day -> day.values().forEach(symbol -> trim(symbol, keepMicros, pipeline)));
        pipeline.finish();
    }

    private static byte[] score(long micros) {
        return micros % 1_000_000 == 0
                ? Protocol.toByteArray(micros / 1_000_000)
                : text(micros).getBytes(StandardCharsets.US_ASCII);
    }

    /** Epoch seconds with six decimals. */
    private static String text(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }
}
