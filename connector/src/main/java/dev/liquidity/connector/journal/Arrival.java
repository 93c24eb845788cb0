package dev.liquidity.connector.journal;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Instrument;
import java.util.List;

/** What is journaled, in the order in which it came. */
public sealed interface Arrival {
    /**
     * A binary message as a socket delivered it.
     *
     * @param socket 1 to 3
     * @param arrivedAtMicros by the connector's clock, microseconds since the epoch
     * @param bytes of two bytes or more; never changed by anyone
     */
    record Frame(int socket, long arrivedAtMicros, byte[] bytes) implements Arrival {}

    /** An interval in which nothing could arrive. */
    record Gap(FeedGap gap) implements Arrival {}

    /** A new session: from here on the tokens mean these instruments. */
    record Session(List<Instrument> instruments) implements Arrival {
        public Session {
            instruments = List.copyOf(instruments);
        }
    }

    /** What it costs to hold it in memory, in bytes, about. */
    default int weight() {
        return this instanceof Frame frame ? 64 + frame.bytes().length : 256;
    }
}
