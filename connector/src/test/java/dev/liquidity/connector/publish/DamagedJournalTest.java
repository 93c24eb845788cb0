package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.FeedGapJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A byte of the journal's file is not as it was written. */
@Timeout(60)
class DamagedJournalTest {
    private static final String GAPS = Keys.gaps(TestSettings.STREAM);

    @TempDir
    Path directory;

    @Test
    void recordsADamagedRecordAsAGapBetweenItsNeighboursAndCountsItOnce() throws Exception {
        try (RedisServer server = RedisServer.launch(0, null)) {
            Publishing before = open(server);
            try (before) {
                before.journal(100);
                before.awaitLength(100);
            }
            before.command("FLUSHALL");
            // The sixth of ten records of a length.
            flip(Files.size(file()) - 4 * (Files.size(file()) - sizeWithoutFrames()) / 10 - 1);
            try (Publishing publishing = open(server)) {
                publishing.awaitLength(90);
                Await.until("the gap", () -> publishing.command("XLEN", GAPS).equals(1L));
                FeedGap gap = gap(publishing);
                assertEquals(0, gap.socket());
                // A frame came every millisecond.
                assertEquals(Instant.ofEpochMilli(Publishing.NOON / 1_000 + 4), gap.from());
                assertEquals(Instant.ofEpochMilli(Publishing.NOON / 1_000 + 6), gap.to());
                assertEquals("the journal is damaged: 1 record is lost", gap.reason());
                assertEquals(2, gap.instruments());
                assertTrue(publishing.counters().contains("damaged_records=1"), publishing.counters());

                publishing.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
                publishing.command("DEL", TestSettings.STREAM);
                publishing.awaitLength(90);
                assertEquals(1L, publishing.command("XLEN", GAPS));
                publishing.command("FLUSHALL");
                Await.until(
                        "it is there again",
                        () -> publishing.command("XLEN", GAPS).equals(1L));
                assertEquals(gap, gap(publishing));
                assertTrue(publishing.counters().contains("damaged_records=1"), publishing.counters());
            }
        }
    }

    private static FeedGap gap(Publishing publishing) throws Exception {
        List<?> entry = (List<?>) ((List<?>) publishing.command("XRANGE", GAPS, "-", "+")).get(0);
        return FeedGapJson.read((byte[]) ((List<?>) entry.get(1)).get(1));
    }

    private Publishing open(RedisServer server) throws IOException {
        return new Publishing(directory, TestSettings.redis(server, 100_000));
    }

    /** The journal's first file. */
    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".journal"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Magic and instruments: where the first record ends. */
    private long sizeWithoutFrames() throws IOException {
        int magic = 8;
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ)) {
            ByteBuffer length = ByteBuffer.allocate(4);
            channel.read(length, magic);
            return magic + 8 + length.getInt(0);
        }
    }

    private void flip(long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 0x10)}), at);
        }
    }
}
