package dev.liquidity.receiver.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.Ticks;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TickTimesTest {
    private static final StreamId ID = new StreamId(1_795_320_900_000L, 7);

    private final Tick.Builder tick = Ticks.full("INFY");

    @BeforeEach
    void takeItsTimes() {
        tick.exchangeTimeMicros = Tick.ABSENT;
        tick.receivedAtMicros = Tick.ABSENT;
    }

    @Test
    void isTheExchangesElseThatOfTheArrivalElseThatOfTheEntry() {
        assertEquals(ID.epochMicros(), time());
        tick.receivedAtMicros = Ticks.TIME + 1;
        assertEquals(Ticks.TIME + 1, time());
        tick.exchangeTimeMicros = Ticks.TIME;
        assertEquals(Ticks.TIME, time());
    }

    @Test
    void isNoTimeThatCanNotBe() {
        tick.receivedAtMicros = Ticks.TIME + 1;
        tick.exchangeTimeMicros = Ticks.micros("2094-01-01T00:00:00Z");
        assertEquals(Ticks.TIME + 1, time());
        tick.exchangeTimeMicros = Ticks.micros("1975-01-01T00:00:00Z");
        assertEquals(Ticks.TIME + 1, time());
        tick.receivedAtMicros = Ticks.micros("2094-01-01T00:00:00Z");
        assertEquals(ID.epochMicros(), time());
    }

    @Test
    void isTheExchangesWhereTheHostHasNoTimeOfDay() {
        tick.exchangeTimeMicros = Ticks.TIME;
        assertEquals(Ticks.TIME, new TickTimes(InstantSource.fixed(Instant.EPOCH)).of(tick.build(), ID));
    }

    private long time() {
        return new TickTimes(InstantSource.fixed(Instant.parse("2026-11-22T04:45:02Z"))).of(tick.build(), ID);
    }
}
