package dev.liquidity.connector.wire;

import dev.liquidity.common.tick.Instrument;
import java.util.Map;

/**
 * Instruments by token, to be asked once a packet: open addressing over two arrays. Tokens of one segment share their low byte, which a map of
 * boxed numbers hashes to the same few places. Immutable.
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
