package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Tick;

/** The JSON of a tick, both ways. Signatures first; the body follows. */
public final class TickJson {
    /** The whole tick as the stream entry's {@code data}. */
    public byte[] write(Tick tick) {
        throw new IllegalStateException("not yet");
    }

    /** The tick without its depth and with its stream ID as first field, {@code id}: a member of {@link Keys#ticks}. */
    public byte[] writeWithoutDepth(StreamId id, Tick tick) {
        throw new IllegalStateException("not yet");
    }

    /**
     * The order book alone, compact: {@code {"id":"…","timestamp":"…","buy":[[price,quantity,orders],…],"sell":[…]}}, a member of
     * {@link Keys#depth}; the tick must have depth.
     */
    public byte[] writeDepth(StreamId id, Tick tick) {
        throw new IllegalStateException("not yet");
    }

    /**
     * Reads an entry of this program or of the Python original: any order of fields, unknown ones passed over, null and missing alike,
     * numbers with exponents or in quotes.
     *
     * @throws MalformedEntryException for what is no tick: not JSON, no token or tradingsymbol, a number that is none or does not fit
     */
    public Tick read(byte[] json) throws MalformedEntryException {
        throw new MalformedEntryException("not yet");
    }
}
