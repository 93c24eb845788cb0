package dev.liquidity.bench.load;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * A stream full of ticks as the connector writes them, to measure a receiver alone. There are {@value #A_MILLI} IDs a
 * millisecond without a gap, so that an ID gives the number of entries before it.
 *
 * @param firstMillis of the first ID
 * @param ticks how many there are
 */
public record Prefill(long firstMillis, long ticks) {
    private static final int A_MILLI = 50;
    private static final int BATCH = 500;
    private static final String NO_LIMIT = "1000000000";

    /** Fills the stream of the Redis at a port; the last tick has arrived just now. */
    public static Prefill write(int port, String stream, Universe universe, long ticks) throws IOException {
        Prefill prefill = new Prefill(System.currentTimeMillis() - ticks / A_MILLI, ticks);
        TickMaker maker = new TickMaker(universe);
        TickWriter json = new TickWriter();
        try (Pipe pipe = new Pipe(port)) {
            int unanswered = 0;
            ByteArrayOutputStream batch = new ByteArrayOutputStream(BATCH * 1200);
            for (long i = 0; i < ticks; ) {
                batch.reset();
                int size = 0;
                for (; size < BATCH && i < ticks; size++, i++) {
                    StreamId id = new StreamId(prefill.firstMillis + i / A_MILLI, i % A_MILLI);
                    byte[] data = json.write(maker.next(id.millis() * 1000));
                    batch.writeBytes(Pipe.xadd(stream, NO_LIMIT, id.toString(), data));
                }
                pipe.send(batch.toByteArray(), batch.size());
                pipe.await(unanswered);
                unanswered = size;
            }
            pipe.await(unanswered);
        }
        return prefill;
    }

    /** How many ticks there are up to an ID. */
    public long upTo(StreamId id) {
        return id.millis() < firstMillis ? 0 : (id.millis() - firstMillis) * A_MILLI + id.sequence() + 1;
    }
}
