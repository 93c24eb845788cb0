package dev.liquidity.bench.load;

import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.common.wire.FrameDecoder;
import dev.liquidity.common.wire.WireFaults;
import dev.liquidity.sandbox.market.Dump;
import dev.liquidity.sandbox.market.Feed;
import dev.liquidity.sandbox.market.FeedMode;
import dev.liquidity.sandbox.market.Listing;
import dev.liquidity.sandbox.market.Market;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Makes the ticks that would arrive at a socket: packets of the sandbox's market, drawn by liquidity or evenly, and
 * read by the connector's decoder. Not thread-safe: used by one thread only.
 */
public final class TickMaker {
    private static final int HEADER = 4;
    private static final int FULL_PACKET = 184;

    private final Market market;
    private final Feed[] feeds;
    private final double[] weightsUpTo;
    private final FrameDecoder decoder;
    private final Random random = new Random(1);
    private final byte[] frame = new byte[HEADER + FULL_PACKET];
    private Tick last;

    public TickMaker(Universe universe) {
        market = new Market(new Dump(universe.dump()), 1, Clock.systemUTC());
        int size = universe.derivatives().size();
        feeds = new Feed[size];
        weightsUpTo = new double[size];
        double weight = 0;
        for (int i = 0; i < size; i++) {
            feeds[i] = market.feed(universe.derivatives().get(i).token());
            weight += universe.isEven() ? 1 : feeds[i].ticksPerSecond();
            weightsUpTo[i] = weight;
        }
        decoder = new FrameDecoder(instruments(universe), new WireFaults(new Counters()));
    }

    /** The instruments by token, as the connector knows them. */
    public static Map<Long, Instrument> instruments(Universe universe) {
        Map<Long, Instrument> byToken = new HashMap<>();
        for (Listing listing : universe.derivatives()) {
            byToken.put(
                    listing.token(),
                    new Instrument(
                            listing.token(),
                            listing.exchange(),
                            listing.tradingsymbol(),
                            listing.name(),
                            listing.expiry(),
                            BigDecimal.valueOf(listing.strike()),
                            BigDecimal.valueOf(listing.tickSize()),
                            listing.lotSize(),
                            listing.type(),
                            listing.segment()));
        }
        return byToken;
    }

    /** A message with one full packet, as a socket delivers it. */
    public byte[] nextFrame() {
        draw();
        return frame.clone();
    }

    /**
     * The next tick.
     *
     * @param receivedAtMicros its arrival, microseconds since the epoch
     */
    public Tick next(long receivedAtMicros) {
        int length = draw();
        decoder.decode(frame, 0, length, receivedAtMicros, (packet, tick) -> last = tick);
        return last;
    }

    private int draw() {
        int found = Arrays.binarySearch(weightsUpTo, random.nextDouble() * weightsUpTo[weightsUpTo.length - 1]);
        int at = Math.min(feeds.length - 1, found < 0 ? -found - 1 : found);
        int length = feeds[at].writeNext(frame, HEADER, FeedMode.FULL, market.epochSeconds());
        frame[1] = 1;
        frame[2] = (byte) (length >> 8);
        frame[3] = (byte) length;
        return HEADER + length;
    }
}
