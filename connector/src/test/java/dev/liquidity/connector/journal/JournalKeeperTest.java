package dev.liquidity.connector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.journal.JournalReader;
import dev.liquidity.common.journal.RecordLayout;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.queue.Arrival;
import dev.liquidity.connector.wire.Packets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalKeeperTest {
    private static final long TOKEN = 0x00bc6102L;
    /** 10:30 IST of 23 June 2026. */
    private static final long NOON = 1_782_190_800_000_000L;

    private static final long DAY = 86_400_000_000L;
    private static final int DAYS = 5;
    private static final long GIGABYTE = 1L << 30;
    private static final long PLENTY = Long.MAX_VALUE;

    @TempDir
    Path directory;

    private Journal journal;
    private JournalWriter writer;

    @BeforeEach
    void recordFiveDays() throws IOException {
        journal = Journal.open(directory);
        writer = new JournalWriter(journal, new Counters());
        for (int day = 0; day < DAYS; day++) {
            writer.append(new Arrival.Frame(1, NOON + day * DAY, Packets.ltpFrame(3, TOKEN, day)));
            writer.append(new Arrival.Frame(1, NOON + day * DAY + 1_000_000, Packets.ltpFrame(3, TOKEN, day)));
        }
        writer.flush();
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        journal.close();
    }

    @Test
    void deletesWhatIsStoredAndOld() throws IOException {
        retention(2, DAYS - 1).deleteStored(lastTickOf(DAYS - 1));
        // Today and the two days before stay.
        assertEquals(List.of("2026-06-25", "2026-06-26", "2026-06-27"), days());
    }

    @Test
    void keepsTodayOnlyWhenNoArchiveIsWanted() throws IOException {
        retention(0, DAYS - 1).deleteStored(lastTickOf(DAYS - 1));
        assertEquals(List.of("2026-06-27"), days());
    }

    @Test
    void neverDeletesWhatIsNotStored() throws IOException {
        retention(0, DAYS + 300).deleteStored(StreamId.ZERO);
        assertEquals(DAYS, days().size());
        // The last tick of the second day is missing in the store.
        retention(0, DAYS + 300).deleteStored(lastTickOf(1).previous());
        assertEquals(List.of("2026-06-24", "2026-06-25", "2026-06-26", "2026-06-27"), days());
    }

    @Test
    void neverDeletesTheFileThatIsWritten() throws IOException {
        retention(0, DAYS + 300).deleteStored(lastTickOf(DAYS - 1));
        assertEquals(List.of("2026-06-27"), days());
        writer.append(new Arrival.Frame(1, NOON + 4 * DAY + 2_000_000, Packets.ltpFrame(1, TOKEN, 9)));
        writer.flush();
        assertEquals(3, JournalRecords.frames(journal).size());
    }

    @Test
    void keepsAReaderGoingWhoseFileWasDeleted() throws IOException {
        try (JournalReader reader = new JournalReader(journal)) {
            reader.next();
            retention(0, DAYS - 1).deleteStored(lastTickOf(DAYS - 1));
            List<Long> arrivals = JournalRecords.rest(reader).stream()
                    .filter(record -> record.kind() == RecordLayout.FRAME)
                    .map(JournalRecords.Seen::arrivedAtMicros)
                    .toList();
            assertEquals(
                    List.of(NOON, NOON + 1_000_000, NOON + 4 * DAY, NOON + 4 * DAY + 1_000_000),
                    arrivals,
                    "what is stored may be passed over, what is not comes");
        }
    }

    /** On the second day the clock was two years ahead for a frame, and was set right then. */
    @Test
    void goesByTheTicksWhenTheClockWasInAnotherYear(@TempDir Path other) throws IOException {
        try (Journal wrong = Journal.open(other);
                JournalWriter frames = new JournalWriter(wrong, new Counters())) {
            for (long day : new long[] {0, 1, 730, 1, 2, 3, 4}) {
                frames.append(new Arrival.Frame(1, NOON + day * DAY, Packets.ltpFrame(3, TOKEN, (int) day)));
            }
            frames.flush();
        }
        List<String> kept = List.of("2026-06-25", "2026-06-26", "2026-06-27");
        try (Journal wrong = Journal.open(other)) {
            assertEquals(NOON / 1_000 + 730 * DAY / 1_000, wrong.lastId().millis(), "IDs go on");
            new JournalKeeper(writer, wrong, () -> StreamId.ZERO, 2, clock(4), 0, () -> PLENTY)
                    .deleteStored(wrong.lastId());
            assertEquals(kept, days(other));
        }
    }

    @Test
    void keepsTheDaysBeforeAClockOf1970(@TempDir Path other) throws IOException {
        try (Journal wrong = Journal.open(other);
                JournalWriter frames = new JournalWriter(wrong, new Counters())) {
            frames.append(new Arrival.Frame(1, NOON, Packets.ltpFrame(3, TOKEN, 0)));
            frames.append(new Arrival.Frame(1, 0, Packets.ltpFrame(3, TOKEN, 0)));
            frames.append(new Arrival.Frame(1, NOON + DAY, Packets.ltpFrame(3, TOKEN, 0)));
            frames.flush();
            new JournalKeeper(writer, wrong, () -> StreamId.ZERO, 2, clock(1), 0, () -> PLENTY)
                    .deleteStored(wrong.lastId());
            assertEquals(List.of("1970-01-01", "2026-06-23", "2026-06-24"), days(other));
        }
    }

    @Test
    void deletesTheOldestStoredFilesUntilEnoughIsFree() throws IOException {
        // Each file that goes makes room of 1 GB.
        JournalKeeper retention = new JournalKeeper(
                writer,
                journal,
                () -> StreamId.ZERO,
                100,
                clock(DAYS - 1),
                8 * GIGABYTE,
                () -> (6 + DAYS - filesLeft()) * GIGABYTE);
        retention.deleteStored(lastTickOf(DAYS - 1));
        assertEquals(List.of("2026-06-25", "2026-06-26", "2026-06-27"), days());
    }

    private long filesLeft() {
        return journal.files().size();
    }

    private JournalKeeper retention(int keepDays, int today) {
        return new JournalKeeper(writer, journal, () -> StreamId.ZERO, keepDays, clock(today), 0, () -> PLENTY);
    }

    private static InstantSource clock(int day) {
        return InstantSource.fixed(Instant.ofEpochSecond((NOON + day * DAY) / 1_000_000));
    }

    private static StreamId lastTickOf(int day) {
        return new StreamId((NOON + day * DAY) / 1_000 + 1_000, 2);
    }

    private List<String> days() throws IOException {
        return days(directory);
    }

    private static List<String> days(Path directory) throws IOException {
        return JournalRecords.files(directory).stream()
                .map(path -> path.getFileName().toString().substring(0, 10))
                .toList();
    }
}
