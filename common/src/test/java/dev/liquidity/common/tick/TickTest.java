package dev.liquidity.common.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TickTest {
    private final Tick.Builder tick = new Tick.Builder();

    @BeforeEach
    void nameTheInstrument() {
        tick.instrumentToken = 408_065;
        tick.tradingsymbol = "INFY";
    }

    @Test
    void isNotBuiltWithoutItsInstrument() {
        tick.tradingsymbol = "";
        assertThrows(IllegalStateException.class, tick::build);
        tick.tradingsymbol = null;
        assertThrows(IllegalStateException.class, tick::build);
        nameTheInstrument();
        tick.instrumentToken = 0;
        assertThrows(IllegalStateException.class, tick::build);
    }

    @Test
    void startsEmptyAfterAClear() {
        Tick bare = tick.build();
        tick.mode = Mode.FULL;
        tick.lastPrice = 1;
        tick.oi = 2;
        tick.changePercent = 3;
        tick.depth = new Depth.Builder(0).build();

        tick.clear();
        nameTheInstrument();
        assertEquals(bare, tick.build());
    }
}
