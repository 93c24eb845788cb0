package dev.liquidity.connector.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.journal.JournalFile;
import dev.liquidity.common.journal.JournalReader;
import dev.liquidity.common.journal.RecordCursor;
import dev.liquidity.common.journal.RecordLayout;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.FeedGapJson;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.queue.Arrival;
import dev.liquidity.connector.wire.Packets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long TOKEN = 0x00bc6102L;
    private static final int FREE = TickIds.FOREIGN;
    private static final long NOON = 1_782_190_800_000_000L;
    private static final long DAY = 86_400_000_000L;

    @TempDir
    Path temp;

    private Path directory;

    @BeforeEach
    void nameADirectoryThatIsNotThere() {
        directory = temp.resolve("a/journal");
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        List<Instrument> instruments = List.of(Packets.instrument(TOKEN), Packets.instrument(256265));
        FeedGap gap = new FeedGap(2, micros(NOON), micros(NOON + 7_000_000), "no message for 5 s", 567);
        byte[] frame = Packets.ltpFrame(3, TOKEN, 100);
        byte[] garbage = {0, 9, 1, 2, 3};
        try (Journal journal = Journal.open(directory)) {
            try (JournalWriter writer = new JournalWriter(journal, new Counters())) {
                writer.append(new Arrival.Instruments(instruments));
                writer.append(new Arrival.Frame(1, NOON, frame));
                writer.append(new Arrival.Gap(gap));
                writer.append(new Arrival.Frame(2, NOON + 8_000_000, garbage));
                writer.append(new Arrival.Frame(3, NOON + 8_000_000, frame));
            }
            byte[] lines = Packets.join(
                    InstrumentJson.write(instruments.get(0)),
                    new byte[] {'\n'},
                    InstrumentJson.write(instruments.get(1)),
                    new byte[] {'\n'});
            try (JournalReader reader = new JournalReader(journal)) {
                long first = new StreamId(NOON / 1000, FREE).pack();
                long empty = new StreamId(NOON / 1000 + 8_000, FREE).pack();
                long ofGap = new StreamId(NOON / 1000 + 7_000, FREE).pack();
                assertEquals(
                        List.of(
                                seen(RecordLayout.INSTRUMENTS, first, 0, NOON, lines),
                                seen(RecordLayout.FRAME, first, 3, NOON, frame),
                                seen(RecordLayout.GAP, ofGap, 1, NOON + 7_000_000, FeedGapJson.write(gap)),
                                seen(RecordLayout.FRAME, empty, 0, NOON + 8_000_000, garbage),
                                seen(RecordLayout.FRAME, empty, 3, NOON + 8_000_000, frame)),
                        JournalRecords.rest(reader));
                assertEquals(0, reader.bytesBehind());
            }
            assertEquals(new StreamId(NOON / 1000 + 8_000, FREE + 2), journal.lastId());
        }
    }

    @Test
    void keepsFramesThatAreLargerThanItsBuffer() throws IOException {
        byte[] large = Packets.ltpFrame(65_535, TOKEN, 0);
        byte[] small = Packets.ltpFrame(1, TOKEN, 7);
        assertTrue(large.length > 600_000);
        try (Journal journal = Journal.open(directory)) {
            try (JournalWriter writer = new JournalWriter(journal, new Counters())) {
                for (byte[] frame : List.of(small, large, large, small)) {
                    writer.append(new Arrival.Frame(1, NOON, frame));
                }
            }
            assertEquals(
                    List.of(
                            JournalRecords.hex(small),
                            JournalRecords.hex(large),
                            JournalRecords.hex(large),
                            JournalRecords.hex(small)),
                    JournalRecords.payloads(journal));
            assertAscending(JournalRecords.ids(journal), 2 * 65_535 + 2);
        }
    }

    @Test
    void continuesInItsFileWhenAnInterruptHasClosedTheChannel() throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            frames.add(Packets.ltpFrame(2, TOKEN, i));
        }
        try (Journal journal = Journal.open(directory)) {
            try (JournalWriter writer = new JournalWriter(journal, new Counters())) {
                writer.append(new Arrival.Frame(1, NOON, frames.get(0)));
                writer.flush();
                writer.append(new Arrival.Frame(1, NOON, frames.get(1)));
                interruptDuring(writer::flush);
                writer.flush();
                writer.append(new Arrival.Frame(1, NOON, frames.get(2)));
                interruptDuring(writer::force);
            }
            assertEquals(frames.stream().map(JournalRecords::hex).toList(), JournalRecords.payloads(journal));
            assertEquals(1, journal.files().size());
        }
    }

    private static void interruptDuring(Executable work) {
        Thread.currentThread().interrupt();
        assertThrows(ClosedByInterruptException.class, work);
        assertTrue(Thread.interrupted());
    }

    @Test
    void beginsEveryFileWithTheInstruments() throws IOException {
        List<byte[]> frames = new ArrayList<>();
        try (Journal journal = Journal.open(directory)) {
            try (JournalWriter writer = JournalRecords.writer(journal, 4_000)) {
                writer.append(new Arrival.Instruments(List.of(Packets.instrument(TOKEN))));
                for (int i = 0; i < 100; i++) {
                    frames.add(Packets.ltpFrame(20, TOKEN, i));
                    writer.append(new Arrival.Frame(1, NOON + i * 1_000L, frames.get(i)));
                }
            }
            assertTrue(journal.files().size() > 5, "it rolled: " + journal.files());
            assertEquals(frames.stream().map(JournalRecords::hex).toList(), JournalRecords.payloads(journal));
        }
        for (Path file : JournalRecords.files(directory)) {
            assertTrue(Files.size(file) < 5_000);
            try (RecordCursor cursor = new RecordCursor(file, Long.MAX_VALUE)) {
                assertEquals(RecordCursor.State.RECORD, cursor.next());
                assertEquals(RecordLayout.INSTRUMENTS, cursor.kind());
                assertTrue(cursor.payloadLength() > 0);
            }
        }
    }

    @Test
    void beginsAFileForEachDay() throws IOException {
        try (Journal journal = Journal.open(directory);
                JournalWriter writer = new JournalWriter(journal, new Counters())) {
            writer.append(new Arrival.Frame(1, NOON, Packets.ltpFrame(1, TOKEN, 1)));
            writer.append(new Arrival.Frame(1, NOON + DAY, Packets.ltpFrame(1, TOKEN, 2)));
            writer.flush();
            assertEquals(
                    List.of("2026-06-23_1782190800000-0.journal", "2026-06-24_1782277200000-0.journal"),
                    journal.files().stream().map(JournalFile::toString).toList());
        }
    }

    @Test
    void cutsATornTailWhereverItIsTorn() throws IOException {
        byte[] last = Packets.frame(Packets.ltp(TOKEN, 3));
        List<String> kept = new ArrayList<>();
        try (Journal journal = Journal.open(directory);
                JournalWriter writer = new JournalWriter(journal, new Counters())) {
            for (int i = 0; i < 3; i++) {
                byte[] frame = Packets.ltpFrame(2, TOKEN, i);
                kept.add(JournalRecords.hex(frame));
                writer.append(new Arrival.Frame(1, NOON, frame));
            }
            writer.append(new Arrival.Frame(1, NOON, last));
        }
        Path file = JournalRecords.files(directory).get(0);
        byte[] whole = Files.readAllBytes(file);
        int lastRecord = RecordLayout.PAYLOAD + last.length;
        for (int torn = 0; torn < lastRecord; torn++) {
            int end = whole.length - lastRecord + torn;
            byte[] cut = Arrays.copyOf(whole, end);
            assertRecordsOnBehind(cut, file, kept);
            // A power cut can also leave the file's new length, with zeros instead of what was not written.
            assertRecordsOnBehind(Arrays.copyOf(cut, whole.length), file, kept);
        }
    }

    private void assertRecordsOnBehind(byte[] torn, Path file, List<String> kept) throws IOException {
        for (Path old : JournalRecords.files(directory)) {
            Files.delete(old);
        }
        Files.write(file, torn);
        byte[] next = Packets.ltpFrame(4, TOKEN, 99);
        try (Journal journal = Journal.open(directory)) {
            assertEquals(new StreamId(NOON / 1000, 3 * FREE + 5), journal.lastId());
            assertEquals(NOON, journal.lastArrivalAtStartMicros());
            try (JournalWriter writer = new JournalWriter(journal, new Counters())) {
                // The clock has stepped back.
                writer.append(new Arrival.Frame(1, NOON - DAY / 2, next));
            }
            List<String> expected = new ArrayList<>(kept);
            expected.add(JournalRecords.hex(next));
            assertEquals(expected, JournalRecords.payloads(journal));
            assertAscending(JournalRecords.ids(journal), 10);
            try (JournalReader reader = new JournalReader(journal)) {
                JournalRecords.rest(reader);
                assertEquals(0, reader.damaged(), "the tail was cut");
            }
        }
    }

    @Test
    void passesOverADamagedRecordInTheMiddleAndCountsIt() throws IOException {
        List<String> frames = writeFrames(10);
        Path file = JournalRecords.files(directory).get(0);
        int recordBytes = RecordLayout.PAYLOAD + frames.get(0).length() / 2;
        long fifth = Files.size(file) - 6L * recordBytes;
        flipByte(file, fifth + RecordLayout.PAYLOAD + 3);
        // In the last file of a reopened journal it must not be taken for a torn tail.
        try (Journal journal = Journal.open(directory);
                JournalReader reader = new JournalReader(journal)) {
            List<String> left = new ArrayList<>(frames);
            left.remove(4);
            List<JournalRecords.Seen> records = JournalRecords.rest(reader);
            assertEquals(
                    left,
                    records.stream()
                            .filter(record -> record.kind() == RecordLayout.FRAME)
                            .map(JournalRecords.Seen::payload)
                            .toList());
            assertEquals(1, reader.damaged());
            assertEquals(new StreamId(NOON / 1000, 10 * FREE + 19), journal.lastId());
        }
    }

    @Test
    void continuesInTheNextFileAfterAnImpossibleLength() throws IOException {
        writeFrames(5);
        try (Journal journal = Journal.open(directory);
                JournalWriter writer = new JournalWriter(journal, new Counters())) {
            writer.append(new Arrival.Frame(1, NOON + 1_000, Packets.ltpFrame(1, TOKEN, 77)));
        }
        Path first = JournalRecords.files(directory).get(0);
        long third = Files.size(first) - 3L * (RecordLayout.PAYLOAD + Packets.ltpFrame(2, TOKEN, 0).length);
        try (FileChannel channel = FileChannel.open(first, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1}), third);
        }
        try (Journal journal = Journal.open(directory);
                JournalReader reader = new JournalReader(journal)) {
            List<JournalRecords.Seen> records = JournalRecords.rest(reader);
            assertEquals(
                    List.of(2, 2, 1),
                    records.stream()
                            .filter(record -> record.kind() == RecordLayout.FRAME)
                            .map(JournalRecords.Seen::ticks)
                            .toList());
            assertEquals(1, reader.damaged());
        }
    }

    @Test
    void continuesWhereItEndedWhenReopened() throws IOException {
        for (int run = 0; run < 5; run++) {
            try (Journal journal = Journal.open(directory);
                    JournalWriter writer = new JournalWriter(journal, new Counters())) {
                // Each run's clock is behind the one before.
                writer.append(new Arrival.Frame(1, NOON - run * 5_000_000L, Packets.ltpFrame(3, TOKEN, run)));
                writer.flush();
                assertAscending(JournalRecords.ids(journal), 3 * (run + 1));
            }
        }
        assertEquals(5, JournalRecords.files(directory).size());
    }

    @Test
    void keepsItsFilesInOrderWhenOneGotNoTickAndTheClockStepsBack() throws IOException {
        byte[] garbage = {0, 9, 1};
        try (Journal journal = Journal.open(directory);
                JournalWriter writer = new JournalWriter(journal, new Counters())) {
            writer.append(new Arrival.Frame(1, NOON, Packets.ltpFrame(1, TOKEN, 1)));
            writer.append(new Arrival.Instruments(List.of()));
            // This file begins far ahead and gets no tick before the clock is set right, within a run and in the next
            // one.
            writer.append(new Arrival.Frame(1, NOON + DAY / 24, garbage));
            writer.append(new Arrival.Frame(1, NOON + 1_000, Packets.ltpFrame(1, TOKEN, 2)));
            writer.append(new Arrival.Instruments(List.of()));
            writer.append(new Arrival.Frame(1, NOON + DAY / 12, garbage));
        }
        try (Journal journal = Journal.open(directory);
                JournalWriter writer = new JournalWriter(journal, new Counters());
                JournalReader live = new JournalReader(journal)) {
            writer.append(new Arrival.Frame(1, NOON + 2_000, Packets.ltpFrame(1, TOKEN, 3)));
            // Later than where the file without a tick begins.
            writer.append(new Arrival.Frame(1, NOON + DAY / 8, Packets.ltpFrame(1, TOKEN, 4)));
            writer.flush();
            assertAscending(JournalRecords.ids(journal), 4);
            assertEquals(4, JournalRecords.files(directory).size());
            List<StreamId> ids = JournalRecords.ids(journal);
            for (StreamId id : ids) {
                live.seek(id.previous());
                List<Long> from = JournalRecords.rest(live).stream()
                        .map(JournalRecords.Seen::firstId)
                        .toList();
                assertTrue(from.contains(id.pack()), "seeking " + id + " finds it");
                assertTrue(from.contains(ids.get(3).pack()), "and what follows");
            }
        }
    }

    @Test
    void findsATickByItsId() throws IOException {
        try (Journal journal = Journal.open(directory);
                JournalWriter writer = JournalRecords.writer(journal, 2_000);
                JournalReader reader = new JournalReader(journal)) {
            for (int i = 0; i < 60; i++) {
                writer.append(new Arrival.Frame(1, NOON + i * 1_000_000L, Packets.ltpFrame(10, TOKEN, i)));
            }
            writer.flush();
            List<StreamId> ids = JournalRecords.ids(journal);
            for (int i = 0; i < ids.size(); i += 7) {
                reader.seek(i == 0 ? StreamId.ZERO : ids.get(i - 1));
                assertTrue(reader.next());
                assertEquals(RecordLayout.INSTRUMENTS, reader.record().kind());
                assertTrue(reader.record().firstId() <= ids.get(i).pack(), "not behind it");
                long wanted = ids.get(i).pack();
                List<JournalRecords.Seen> rest = JournalRecords.rest(reader);
                assertTrue(rest.stream().anyMatch(it -> it.firstId() <= wanted && wanted < it.firstId() + it.ticks()));
                assertEquals(
                        ids.get(ids.size() - 1).pack(),
                        rest.get(rest.size() - 1).firstId() + 9,
                        "all that follows comes, too");
            }
        }
    }

    @Test
    void refusesAFileOfAnotherFormatAndLeavesItAsItIs() throws IOException {
        writeFrames(1);
        Path file;
        try (Stream<Path> listing = Files.list(directory)) {
            file = listing.filter(path -> path.toString().endsWith(JournalFile.SUFFIX))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[7]++;
        Files.write(file, bytes);

        UserException refusal = assertThrows(UserException.class, () -> Journal.open(directory));
        assertTrue(refusal.getMessage().contains("is of another format"));
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void isFollowedWhileItIsWritten() throws Exception {
        int frames = 5_000;
        Random random = new Random(5);
        List<String> expected = new ArrayList<>();
        List<byte[]> toWrite = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            byte[] frame = Packets.ltpFrame(random.nextInt(40), TOKEN, i);
            toWrite.add(frame);
            expected.add(JournalRecords.hex(frame));
        }
        try (Journal journal = Journal.open(directory);
                JournalWriter writer = JournalRecords.writer(journal, 60_000);
                JournalReader reader = new JournalReader(journal)) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try {
                    Random pace = new Random(6);
                    for (int i = 0; i < frames; i++) {
                        writer.append(new Arrival.Frame(1, NOON + i * 100L, toWrite.get(i)));
                        if (pace.nextInt(20) == 0) {
                            writer.flush();
                        }
                    }
                    writer.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            List<String> read = new ArrayList<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (read.size() < frames && System.nanoTime() < deadline) {
                if (!reader.next()) {
                    reader.await(100);
                } else if (reader.record().kind() == RecordLayout.FRAME) {
                    read.add(JournalRecords.seen(reader).payload());
                } else {
                    assertEquals(RecordLayout.INSTRUMENTS, reader.record().kind());
                }
            }
            writing.get(10, TimeUnit.SECONDS);
            assertEquals(expected, read);
            assertTrue(journal.files().size() > 10);
        }
    }

    @Test
    void refusesASecondConnector() {
        try (Journal journal = Journal.open(directory)) {
            UserException refusal = assertThrows(UserException.class, () -> Journal.open(directory));
            assertEquals(ExitCode.USAGE, refusal.exitCode());
            assertTrue(refusal.getMessage().contains("in use by another connector"), refusal.getMessage());
            assertEquals(StreamId.ZERO, journal.lastId());
        }
        Journal.open(directory).close();
    }

    @Test
    void refusesADirectoryThatIsAFile() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "no directory");
        UserException refusal = assertThrows(UserException.class, () -> Journal.open(file));
        assertEquals(ExitCode.USAGE, refusal.exitCode());
        assertTrue(refusal.getMessage().contains("connector.journal_dir"), refusal.getMessage());
    }

    @Test
    void isReadByItsOwnerOnly() throws IOException {
        writeFrames(1);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        for (Path file : JournalRecords.files(directory)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void keepsItsWriterIdForEver() throws IOException {
        String first;
        try (Journal journal = Journal.open(directory)) {
            first = journal.writerId();
        }
        try (Journal journal = Journal.open(directory);
                Journal other = Journal.open(temp.resolve("other"))) {
            assertEquals(first, journal.writerId());
            assertTrue(!first.equals(other.writerId()));
        }
    }

    /** Writes frames of two ticks, all of one millisecond, into one file. */
    private List<String> writeFrames(int count) throws IOException {
        List<String> written = new ArrayList<>();
        try (Journal journal = Journal.open(directory);
                JournalWriter writer = new JournalWriter(journal, new Counters())) {
            for (int i = 0; i < count; i++) {
                byte[] frame = Packets.ltpFrame(2, TOKEN, 1_000 + i);
                written.add(JournalRecords.hex(frame));
                writer.append(new Arrival.Frame(1, NOON, frame));
            }
        }
        return written;
    }

    private static void flipByte(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) ~one.get(0)).flip();
            channel.write(one, at);
        }
    }

    private static void assertAscending(List<StreamId> ids, int count) {
        assertEquals(count, ids.size());
        assertEquals(ids.stream().sorted().toList(), ids);
        assertEquals(count, new HashSet<>(ids).size());
    }

    private static JournalRecords.Seen seen(byte kind, long firstId, int ticks, long arrivedAt, byte[] payload) {
        return new JournalRecords.Seen(kind, firstId, ticks, arrivedAt, JournalRecords.hex(payload));
    }

    private static Instant micros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
