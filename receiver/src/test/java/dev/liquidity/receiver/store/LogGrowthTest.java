package dev.liquidity.receiver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogGrowthTest {
    @TempDir
    private Path directory;

    private void grow(String name, long size) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private LogGrowth watch(String name) {
        return new LogGrowth(
                directory.resolve(name).toString(), InstantSource.fixed(Instant.parse("2026-11-26T20:00:00Z")));
    }

    @Test
    void warnsOfALargeLogThatGrowsAndNamesTheLikelyCause() throws Exception {
        LogGrowth watch = watch("ticks.db");
        assertNull(watch.look(), "there is none yet");
        for (int look = 1; look <= LogGrowth.LOOKS; look++) {
            grow("ticks.db-wal", LogGrowth.LARGE * 4 + look);
            assertEquals(look == LogGrowth.LOOKS, watch.look() != null, "look " + look);
        }
        grow("ticks.db-wal", LogGrowth.LARGE * 4 + 100);
        assertEquals(2, watch.look().severity());
        String database = directory.resolve("ticks.db").toString();
        assertEquals(
                database + "-wal has 1.1 GB and grows, since a program has been reading the database all the time: end"
                        + " it (fuser -v " + database + " shows it)",
                watch.look().text());
    }

    @Test
    void takesNoNoticeOfALogThatDoesNotGrowOrIsSmall() throws Exception {
        LogGrowth watch = watch("ticks.db");
        grow("ticks.db-wal", LogGrowth.LARGE * 8);
        for (int look = 0; look <= 2 * LogGrowth.LOOKS; look++) {
            assertNull(watch.look());
        }
        for (int look = 0; look <= 2 * LogGrowth.LOOKS; look++) {
            grow("ticks.db-wal", LogGrowth.LARGE - 100 + look);
            assertNull(watch.look());
        }
    }

    @Test
    void looksAtTodaysFile() throws Exception {
        LogGrowth watch = watch("ticks-{date}.db");
        for (int look = 0; look <= LogGrowth.LOOKS; look++) {
            grow("ticks-2026-11-27.db-wal", LogGrowth.LARGE + look);
            assertEquals(look == LogGrowth.LOOKS, watch.look() != null, "look " + look);
        }
    }
}
