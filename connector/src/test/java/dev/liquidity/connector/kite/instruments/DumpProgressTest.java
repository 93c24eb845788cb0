package dev.liquidity.connector.kite.instruments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.CapturedLog;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DumpProgressTest {
    private static final Instrument ROW =
            new Instrument(1, "NFO", "NIFTY26AUGFUT", "NIFTY", null, null, BigDecimal.ONE, 65, "FUT", "NFO-FUT");

    private final List<Instrument> rows = new ArrayList<>();
    private long nanos;

    @Test
    void saysEveryFiveSecondsHowManyRowsThereAre() {
        DumpProgress progress = new DumpProgress("NFO", rows::add, () -> nanos);
        try (CapturedLog log = new CapturedLog()) {
            for (int row = 0; row < 12; row++) {
                nanos += 1_000_000_000L;
                progress.accept(ROW);
            }
            assertEquals(
                    List.of(
                            "INFO Instrument dump of NFO: 5 rows so far",
                            "INFO Instrument dump of NFO: 10 rows so far"),
                    log.text().lines().map(String::strip).toList());
        }
        assertEquals(12, rows.size());
    }
}
