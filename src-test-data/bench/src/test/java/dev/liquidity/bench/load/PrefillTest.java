package dev.liquidity.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.bench.rig.RedisClient;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickReader;
import dev.liquidity.common.tick.Mode;
import dev.liquidity.common.tick.Side;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.sandbox.support.RedisServer;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefillTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @ParameterizedTest
    @ValueSource(ints = {500, 1_700, 4_500, 9_000})
    void universesHaveAnExactNumberOfInstruments(int instruments) {
        Universe universe = Universe.of(instruments, DAY);
        assertEquals(instruments, universe.size());
        assertEquals(
                universe.derivatives().size(), TickMaker.instruments(universe).size(), "no token is there twice");
    }

    @Test
    void fillsAStreamWithFullTicksWhoseIdsTellTheirNumber() throws Exception {
        try (RedisServer server = RedisServer.launch();
                RedisClient redis = new RedisClient(server.port())) {
            Prefill prefill = Prefill.write(server.port(), RedisClient.STREAM, Universe.of(100, DAY), 1_234);

            assertEquals(1_234L, redis.ask("XLEN", RedisClient.STREAM));
            List<?> entries = (List<?>) redis.ask("XRANGE", RedisClient.STREAM, "-", "+");
            long number = 0;
            for (Object entry : entries) {
                StreamId id = StreamId.parse((byte[]) ((List<?>) entry).get(0));
                assertEquals(++number, prefill.upTo(id));
                Tick tick = new TickReader().read((byte[]) ((List<?>) ((List<?>) entry).get(1)).get(1));
                assertEquals(Mode.FULL, tick.mode());
                assertEquals(5, tick.depth().levels(Side.SELL));
            }
            assertEquals(prefill.ticks(), prefill.upTo(redis.top()));
            assertEquals(0, prefill.upTo(StreamId.ZERO));
        }
    }
}
