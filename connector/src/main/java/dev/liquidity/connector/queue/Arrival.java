package dev.liquidity.connector.queue;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.tick.Instrument;
import java.util.List;

/** What is journaled, in the order of its arrival. Immutable. */
public sealed interface Arrival {
    /**
     * A binary message as a socket delivered it.
     *
     * @param socket 1 to 3
     * @param arrivedAtMicros by the connector's clock, microseconds since the epoch
     * @param bytes two or more; nobody changes them
     */
    record Frame(int socket, long arrivedAtMicros, byte[] bytes) implements Arrival {}

    /** An interval in which ticks could not arrive. */
    record Gap(FeedGap gap) implements Arrival {}

    /** From here on the tokens mean these instruments. */
    record Instruments(List<Instrument> instruments) implements Arrival {
        public Instruments {
            instruments = List.copyOf(instruments);
        }
    }

    /** The memory that it takes, roughly, in bytes. */
    default int weight() {
        return this instanceof Frame frame ? 64 + frame.bytes().length : 256;
    }
}
