package dev.liquidity.receiver.keys;

import static redis.clients.jedis.util.SafeEncoder.encode;

import dev.liquidity.common.stream.Keys;
import dev.liquidity.receiver.batch.TickEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of one instrument on one trade date, with its ticks of the batch that is being written. Not thread-safe:
 * used by the keys-writer thread only.
 */
final class SymbolKeys {
    private final byte[] symbol;
    private final String date;
    private final byte[] ticksKey;
    private final byte[] depthKey;
    private final byte[] latestKey;
    private final List<TickEntry> ticks = new ArrayList<>();
    private TickEntry newest;
    private long newestMicros = Long.MIN_VALUE;
    private long newestRank;
    private long lastExchangeMicros;
    private boolean needsUpkeep = true;
    private long upkeepAtNanos;

    SymbolKeys(String tradingsymbol, String date) {
        symbol = encode(tradingsymbol);
        this.date = date;
        ticksKey = encode(Keys.ticks(tradingsymbol, date));
        depthKey = encode(Keys.depth(tradingsymbol, date));
        latestKey = encode(Keys.latest(tradingsymbol));
    }

    byte[] symbol() {
        return symbol;
    }

    byte[] symbolsKey() {
        return encode(Keys.symbols(date));
    }

    byte[] ticksKey() {
        return ticksKey;
    }

    byte[] depthKey() {
        return depthKey;
    }

    byte[] latestKey() {
        return latestKey;
    }

    /** Adds a tick to the batch. */
    void add(TickEntry entry) {
        ticks.add(entry);
        newestMicros = Math.max(newestMicros, entry.timeMicros());
        if (entry.isTimedByExchange()) {
            lastExchangeMicros = Math.max(lastExchangeMicros, entry.timeMicros());
        }
        // The host's clock may be ahead of the exchange's: a tick timed by it ranks with the last one before.
        long rank = entry.isTimedByExchange() ? entry.timeMicros() : lastExchangeMicros;
        if (newest == null
                || rank > newestRank
                || rank == newestRank && entry.id().compareTo(newest.id()) > 0) {
            newest = entry;
            newestRank = rank;
        }
    }

    /** The batch's ticks, in its order. */
    List<TickEntry> ticks() {
        return ticks;
    }

    /** The batch's newest tick, by the exchange's time and then its ID. */
    TickEntry newest() {
        return newest;
    }

    /** Time of the newest tick of all batches, in microseconds since the epoch. */
    long newestMicros() {
        return newestMicros;
    }

    /** Drops the batch's ticks. */
    void clear() {
        ticks.clear();
        newest = null;
    }

    /** Whether it is time to renew the keys' expiry, trim their history and add the symbol to the day's set. */
    boolean isUpkeepDue(long nowNanos, long intervalNanos) {
        return needsUpkeep || nowNanos - upkeepAtNanos >= intervalNanos;
    }

    /** Starts a new upkeep interval. */
    void upkeepDone(long nowNanos) {
        needsUpkeep = false;
        upkeepAtNanos = nowNanos;
    }

    /** Makes upkeep due with the next tick. */
    void requireUpkeep() {
        needsUpkeep = true;
    }
}
