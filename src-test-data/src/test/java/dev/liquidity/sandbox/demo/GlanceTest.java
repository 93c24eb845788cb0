package dev.liquidity.sandbox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GlanceTest {
    private static final Glance GLANCE = new Glance(
            75, 1_412, 118_532, 118_120, List.of("NIFTY 50 24,711.35", "NIFTY26D0124700CE bid 112.40 ask 112.65"));

    @Test
    void isOneLineInALog() {
        assertEquals(
                "  1:15     1,412 ticks/s   sent    118,532   stored    118,120   behind     412"
                        + "   NIFTY 50 24,711.35   NIFTY26D0124700CE bid 112.40 ask 112.65",
                GLANCE.line());
    }

    @Test
    void leavesOutPricesThatAreNotThereYet() {
        assertTrue(new Glance(0, 0, 0, 0, List.of()).line().endsWith("behind       0"));
    }

    @Test
    void takesThePlaceOfTheGlanceBeforeOnATerminal() {
        String first = GLANCE.refreshed(true);
        String second = GLANCE.refreshed(false);
        assertEquals(1, first.chars().filter(c -> c == '\n').count(), "two lines, the second one open");
        assertEquals("\r\033[K\033[1A" + first, second);
        for (String line : first.replace("\r\033[K", "").split("\n")) {
            assertTrue(line.length() < 80, line);
        }
    }

    @Test
    void cutsWhatDoesNotFitInATerminalOf80Columns() {
        Glance wide = new Glance(1, 1, 1, 1, List.of("X".repeat(200)));
        for (String line : wide.refreshed(true).replace("\r\033[K", "").split("\n")) {
            assertTrue(line.length() < 80, line);
        }
    }
}
