package dev.liquidity.connector.kite.instruments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> KNOWN =
            List.of("NIFTY", "BANKNIFTY", "FINNIFTY", "RELIANCE", "RBLBANK", "TCS", "TATASTEEL", "TATAPOWER");

    @Test
    void namesTheNearestFirst() {
        assertEquals(List.of("NIFTY"), Selector.near("NIFTTY", KNOWN));
        assertEquals(List.of("RELIANCE"), Selector.near("RELAINCE", KNOWN));
        assertEquals(List.of("FINNIFTY", "BANKNIFTY"), Selector.near("FINKNIFTY", KNOWN));
    }

    @Test
    void takesAPrefixForANearName() {
        assertEquals(List.of("TATAPOWER", "TATASTEEL"), Selector.near("TATA", KNOWN));
    }

    @Test
    void namesNoneWhenNoneIsNear() {
        assertEquals(List.of(), Selector.near("COMPLETELYELSE", KNOWN));
    }
}
