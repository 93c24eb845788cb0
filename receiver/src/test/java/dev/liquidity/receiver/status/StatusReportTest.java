package dev.liquidity.receiver.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private static final StatusReport REPORT = new StatusReport(
            Situation.ist("2026-11-26T10:15:01"),
            List.of(
                    Line.of("market", "open"),
                    Line.of("newest tick", "a ".repeat(50).strip())
                            .watchIf(true, "b ".repeat(50).strip()),
                    Line.of("receiver_of_a_long_name", "not running").wrongIf(true, "start it")));

    @Test
    void printsATableOfEightyColumns() {
        assertEquals("""
                Thu 26 Nov 10:15:01 IST   WRONG
                market                   ok    open
                newest tick              watch a a a a a a a a a a a a a a a a a a a a a a a a a
                                               a a a a a a a a a a a a a a a a a a a a a a a a a
                                               -> b b b b b b b b b b b b b b b b b b b b b b b
                                                  b b b b b b b b b b b b b b b b b b b b b b b
                                                  b b b b
                receiver_of_a_long_name  WRONG not running
                                               -> start it
                """, REPORT.table(false));
        assertTrue(REPORT.table(false).lines().allMatch(line -> line.length() <= 80));
        assertTrue(REPORT.isWrong());
    }

    @Test
    void coloursTheVerdictsAlone() {
        String coloured = REPORT.table(true);
        assertTrue(coloured.contains("\nmarket                   \033[32mok\033[0m    open\n"), coloured);
        assertEquals(REPORT.table(false), coloured.replaceAll("\033\\[[0-9;]*m", ""));
    }

    @Test
    void printsOneLineOfJson() {
        String json = REPORT.json();
        assertFalse(json.contains("\n"));
        assertTrue(
                json.startsWith("{\"at\":\"2026-11-26T10:15:01+05:30\",\"verdict\":\"wrong\",\"lines\":["
                        + "{\"name\":\"market\",\"verdict\":\"ok\",\"value\":\"open\",\"advice\":null},"),
                json);
        assertTrue(json.endsWith("\"advice\":\"start it\"}]}"), json);
    }
}
