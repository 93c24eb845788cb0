package dev.liquidity.connector.kite.instruments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> KNOWN =
            List.of("NIFTY", "BANKNIFTY", "FINNIFTY", "RELIANCE", "RBLBANK", "TCS", "TATASTEEL", "TATAPOWER");

    @Test
    void namesTheNearestFirst() {
        assertEquals(List.of("NIFTY"), NearestNames.to("NIFTTY", KNOWN));
        assertEquals(List.of("RELIANCE"), NearestNames.to("RELAINCE", KNOWN));
        assertEquals(List.of("FINNIFTY", "BANKNIFTY"), NearestNames.to("FINKNIFTY", KNOWN));
    }

    @Test
    void takesAPrefixForANearName() {
        assertEquals(List.of("TATAPOWER", "TATASTEEL"), NearestNames.to("TATA", KNOWN));
    }

    @Test
    void namesNoneWhenNoneIsNear() {
        assertEquals(List.of(), NearestNames.to("COMPLETELYELSE", KNOWN));
    }
}
