package dev.liquidity.common.stream;

import dev.liquidity.common.tick.Tick;
import java.util.Arrays;

/**
 * Reads the JSON of a tick, as {@link TickWriter} or any other program has written it. Not thread-safe.
 *
 * <p>Nearly all entries are our own connector's: {@link OwnTickReader} takes them in a fraction of the time of
 * {@link ForeignTickReader}, which takes all others. They agree on every entry that both can read.
 */
public final class TickReader {
    private final OwnTickReader own = new OwnTickReader();
    private final ForeignTickReader foreign = new ForeignTickReader();

    /**
     * Reads an entry of this program or of the Python original: fields in any order, unknown ones ignored, null the
     * same as missing, numbers with an exponent or in quotes.
     *
     * @throws MalformedEntryException if it is no tick: not JSON, without token or tradingsymbol, with a number that is
     *     none or does not fit
     */
    public Tick read(byte[] json) throws MalformedEntryException {
        return read(json, json.length);
    }

    /** Like {@link #read(byte[])}, of the first bytes of an array. */
    public Tick read(byte[] json, int length) throws MalformedEntryException {
        Tick tick = own.read(json, length);
        return tick != null ? tick : foreign.read(Arrays.copyOf(json, length));
    }
}
