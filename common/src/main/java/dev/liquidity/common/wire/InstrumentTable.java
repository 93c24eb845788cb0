package dev.liquidity.common.wire;

import dev.liquidity.common.tick.Instrument;
import java.util.Map;

/**
 * Instruments by token, looked up for every packet: open addressing over two arrays. The tokens of a segment share
 * their low byte, so a HashMap of Longs would put them in a few buckets. Immutable.
 */
final class InstrumentTable {
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final long[] tokens;
    private final Instrument[] instruments;
    private final int shift;

    InstrumentTable(Map<Long, Instrument> byToken) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(2L * byToken.size() + 1);
        tokens = new long[1 << bits];
        instruments = new Instrument[1 << bits];
        shift = Long.SIZE - bits;
        byToken.forEach(this::put);
    }

    /** The instrument of a token, or null. */
    Instrument get(long token) {
        for (int at = place(token); instruments[at] != null; at = at + 1 & tokens.length - 1) {
            if (tokens[at] == token) {
                return instruments[at];
            }
        }
        return null;
    }

    private void put(long token, Instrument instrument) {
        int at = place(token);
        while (instruments[at] != null) {
            at = at + 1 & tokens.length - 1;
        }
        tokens[at] = token;
        instruments[at] = instrument;
    }

    private int place(long token) {
        return (int) (token * GOLDEN >>> shift);
    }
}
