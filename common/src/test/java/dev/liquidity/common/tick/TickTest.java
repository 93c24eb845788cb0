package dev.liquidity.common.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TickTest {
    private final Tick.Builder tick =
            new Tick.Builder().instrumentToken(408_065).tradingsymbol("INFY");

    @Test
    void isNotBuiltWithoutItsInstrument() {
        assertThrows(IllegalStateException.class, tick.tradingsymbol("")::build);
        assertThrows(IllegalStateException.class, tick.tradingsymbol(null)::build);
        assertThrows(IllegalStateException.class, tick.tradingsymbol("INFY").instrumentToken(0)::build);
    }

    @Test
    void startsEmptyAfterAClear() {
        Tick bare = tick.build();
        tick.mode(Mode.FULL).lastPrice(1).oi(2).changePercent(3).depth(new Depth.Builder(0).build());

        assertEquals(
                bare,
                tick.clear().instrumentToken(408_065).tradingsymbol("INFY").build());
    }
}
