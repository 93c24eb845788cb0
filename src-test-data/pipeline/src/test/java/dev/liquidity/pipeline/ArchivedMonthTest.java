package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month on a small disk; {@code scripts/soak.sh --month} runs one of millions of ticks. */
class ArchivedMonthTest {
    @TempDir
    private Path directory;

    @Test
    void keepsEveryTickAndNoMoreThanAFewDaysInSqlite() throws Exception {
        Month month = new Month(directory, 3_000, 200);

        month.run(month::archive);

        List<Long> bytes = month.databaseBytes();
        // By the first Friday, it has as many days as it will ever have.
        assertTrue(bytes.get(Month.DAYS - 1) <= bytes.get(4) * 1.1, bytes::toString);
        try (Stream<Path> dates = Files.list(directory.resolve("data/archive/ticks"))) {
            assertEquals(Month.DAYS, dates.count());
        }
    }
}
