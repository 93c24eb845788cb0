package dev.liquidity.receiver.keys;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.TickJson;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.TickEntry;
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
 * commands, its ticks grouped by key; written again, it changes nothing. Belongs to one thread.
 *
 * <p>A key's expiry, the bound of its history and the symbol's place in the day's set are seen to once in an interval, not per tick.
 */
final class TickKeys {
    private static final Logger LOG = LoggerFactory.getLogger(TickKeys.class);
    private static final Duration LONGEST_UPKEEP_INTERVAL = Duration.ofSeconds(60);
    private static final long MICROS = 1_000_000;

    /** Of a second that is told to the microsecond. */
    private static final int DECIMALS = 6;

    private static final int DAYS = 4;
    private static final int SYMBOLS_A_DAY = 50_000;

    private final TickJson json = new TickJson();
    private final KeyCommands commands = new KeyCommands();
    private final byte[] ttlSeconds;
    private final long historyMicros;
    private final long upkeepNanos;
    private final Counters.Counter refused;
    private final Map<String, Map<String, SymbolKeys>> days = new LinkedHashMap<>(8, 0.75f, true);

    TickKeys(Settings.Persistence settings, Counters.Counter refused) {
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
        days.values().forEach(day -> day.values().forEach(SymbolKeys::requireUpkeep));
    }

    /** Writes some batches; the script must have been loaded. */
    void write(List<Batch> batches, RedisConnection connection) {
        List<SymbolKeys> touched = group(batches);
        if (touched.isEmpty()) {
            return;
        }
        try {
            commands.open(connection);
            long now = System.nanoTime();
            for (SymbolKeys symbol : touched) {
                add(symbol);
                if (symbol.isUpkeepDue(now, upkeepNanos)) {
                    upkeep(symbol);
                }
            }
            for (int from = 0; from < touched.size(); from += LatestScript.KEYS_A_CALL) {
                List<SymbolKeys> some =
                        touched.subList(from, Math.min(touched.size(), from + LatestScript.KEYS_A_CALL));
                boolean isDue = some.stream().anyMatch(symbol -> symbol.isUpkeepDue(now, upkeepNanos));
                LatestScript.add(some, ttlSeconds, isDue, commands);
            }
            List<String> keys = commands.finish();
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
        CommandBuffer command = commands.begin(symbol.ticksKey(), Command.ZADD, 1 + 2 * ticks.size());
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

    private void addDepths(SymbolKeys symbol, int books) {
        CommandBuffer command = commands.begin(symbol.depthKey(), Command.ZADD, 1 + 2 * books);
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

    private void upkeep(SymbolKeys symbol) {
        expire(symbol.ticksKey());
        expire(symbol.depthKey());
        byte[] symbols = symbol.symbolsKey();
        commands.add(symbols, new CommandArguments(Command.SADD).add(symbols).add(symbol.symbol()));
        expire(symbols);
        if (historyMicros > 0) {
            trim(symbol, historyMicros);
        }
    }

    private void expire(byte[] key) {
        commands.add(key, new CommandArguments(Command.EXPIRE).add(key).add(ttlSeconds));
    }

    private void trim(SymbolKeys symbol, long keepMicros) {
        byte[] upTo = ("(" + text(symbol.newestMicros() - keepMicros)).getBytes(StandardCharsets.US_ASCII);
        for (byte[] key : List.of(symbol.ticksKey(), symbol.depthKey())) {
            commands.add(
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
        commands.open(connection);
        days.values().forEach(day -> day.values().forEach(symbol -> trim(symbol, keepMicros)));
        commands.finish();
    }

    /** Epoch seconds with six decimals. */
    private static String text(long micros) {
        return BigDecimal.valueOf(micros, DECIMALS).toPlainString();
    }
}
