package dev.liquidity.bench.micro;

import dev.liquidity.bench.load.TickMaker;
import dev.liquidity.bench.load.Universe;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.stream.TickReader;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.common.wire.FrameDecoder;
import dev.liquidity.common.wire.WireFaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a tick costs where it is only computed: read from its packet, printed as JSON, read from JSON. Beside our own
 * JSON, which is written by hand for speed, stands the same work done by jackson-core: the ratio is what that is worth.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TickBenchmark {
    /** Enough of them that no branch predictor learns them, few enough that they stay in the cache. */
    private static final int TICKS = 1 << 10;

    private static final int INSTRUMENTS = 1_700;

    private final byte[][] frames = new byte[TICKS][];
    private final Tick[] ticks = new Tick[TICKS];
    private final byte[][] entries = new byte[TICKS][];
    private final byte[][] foreignEntries = new byte[TICKS][];
    private final TickWriter writer = new TickWriter();
    private final TickReader reader = new TickReader();
    private final JacksonTickWriter jacksonWriter = new JacksonTickWriter();
    private FrameDecoder decoder;
    private long now;
    private int at;

    @Setup
    public void make() throws IOException, MalformedEntryException {
        now = System.currentTimeMillis() * 1000;
        Universe universe = Universe.of(INSTRUMENTS, Ist.date(now));
        TickMaker maker = new TickMaker(universe);
        decoder = new FrameDecoder(TickMaker.instruments(universe), new WireFaults(new Counters()));
        for (int i = 0; i < TICKS; i++) {
            frames[i] = maker.nextFrame();
            ticks[i] = maker.next(now);
            entries[i] = writer.write(ticks[i]);
            foreignEntries[i] = foreign(entries[i]);
            check(i);
        }
    }

    /**
     * The same JSON after a blank, which our own writer never prints: the reader takes it with jackson-core's parser.
     */
    private static byte[] foreign(byte[] entry) {
        return (" " + new String(entry, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** Both writers print the same bytes, and both readers read the same tick. */
    private void check(int i) throws IOException, MalformedEntryException {
        if (!Arrays.equals(entries[i], jacksonWriter.write(ticks[i]))
                || !reader.read(entries[i]).equals(ticks[i])
                || !reader.read(foreignEntries[i]).equals(ticks[i])) {
            throw new IllegalStateException("not the same work: " + ticks[i]);
        }
    }

    private int next() {
        at = at + 1 & TICKS - 1;
        return at;
    }

    @Benchmark
    public void decodeFullPacket(Blackhole hole) {
        byte[] frame = frames[next()];
        decoder.decode(frame, 0, frame.length, now, (packet, tick) -> hole.consume(tick));
    }

    @Benchmark
    public byte[] writeJson() {
        return writer.write(ticks[next()]);
    }

    @Benchmark
    public Tick readJson() throws MalformedEntryException {
        return reader.read(entries[next()]);
    }

    @Benchmark
    public byte[] writeJsonByJackson() throws IOException {
        return jacksonWriter.write(ticks[next()]);
    }

    @Benchmark
    public Tick readJsonByJackson() throws MalformedEntryException {
        return reader.read(foreignEntries[next()]);
    }
}
