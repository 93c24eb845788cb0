package dev.liquidity.connector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.queue.Arrival;
import dev.liquidity.connector.queue.ArrivalQueue;
import dev.liquidity.connector.wire.Packets;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameRecorderTest {
    private static final long TOKEN = 0x00bc6102L;
    private static final long NOON = 1_782_190_800_000_000L;

    /** A full queue drops after a quarter of it. */
    private static final Duration STALL = Duration.ofMillis(200);

    @TempDir
    Path directory;

    private final FailingDisk disk = new FailingDisk();
    private final Counters counters = new Counters();
    private final StopSignal stop = new StopSignal();
    private final List<String> taken = new ArrayList<>();
    private Journal journal;
    private JournalWriter writer;

    @BeforeEach
    void open() {
        journal = Journal.open(directory);
        writer = new JournalWriter(journal, counters, 50_000, disk);
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        journal.close();
    }

    @Test
    void journalsWhatArrivesAndDrainsTheQueueAtItsEnd() {
        ArrivalQueue queue = new ArrivalQueue(16 << 20, STALL);
        Worker recording = record(queue);
        for (int i = 0; i < 2_000; i++) {
            offer(queue, i);
        }
        assertTrue(recording.close(Duration.ofSeconds(10)));
        assertEquals(taken, JournalRecords.payloads(journal));
        assertEquals(2_000, taken.size());
        assertTrue(counters.line().contains("frames=2000"), counters.line());
    }

    @Test
    void losesNothingThatWasTakenWhileTheDiskFails() {
        ArrivalQueue queue = new ArrivalQueue(16 << 20, STALL);
        Worker recording = record(queue);
        int next = 0;
        // The disk becomes full at any moment: during a write, at a new file, at the end of one.
        for (int outage = 0; outage < 5; outage++) {
            for (int i = 0; i < 300; i++) {
                offer(queue, next++);
            }
            int before = disk.refusals();
            disk.full(true);
            for (int i = 0; i < 300; i++) {
                offer(queue, next++);
            }
            Await.until("the disk refuses", () -> disk.refusals() > before + 1);
            disk.full(false);
            Await.until("it goes on", () -> queue.weight() == 0);
        }
        assertTrue(recording.close(Duration.ofSeconds(10)));
        assertEquals(0, queue.dropped());
        assertEquals(taken, JournalRecords.payloads(journal));
        List<StreamId> ids = JournalRecords.ids(journal);
        assertEquals(ids.stream().sorted().toList(), ids);
        assertEquals(ids.size(), new HashSet<>(ids).size());
        assertTrue(journal.files().size() > 3, "files were begun and ended meanwhile");
        assertTrue(counters.line().contains("journal_failures="), counters.line());
    }

    @Test
    void losesNothingOfAFloodThatTheDiskTakesSlowly() {
        ArrivalQueue queue = new ArrivalQueue(20_000, Duration.ofSeconds(40));
        disk.slow(Duration.ofMillis(2));
        Worker recording = record(queue);
        for (int i = 0; i < 20_000; i++) {
            offer(queue, i);
        }
        assertTrue(recording.close(Duration.ofSeconds(20)));
        assertEquals(0, queue.dropped());
        assertEquals(20_000, taken.size());
        assertEquals(taken, JournalRecords.payloads(journal));
    }

    @Test
    void journalsAllThatTheQueueTookWhenItHadToDropSome() {
        ArrivalQueue queue = new ArrivalQueue(20_000, STALL);
        disk.full(true);
        Worker recording = record(queue);
        offer(queue, 0);
        Await.until("the disk refuses", () -> disk.refusals() > 0);
        int frames = 1_000;
        for (int i = 1; i < frames; i++) {
            offer(queue, i);
        }
        assertTrue(queue.dropped() > 500);
        disk.full(false);
        Await.until("the queue is empty", () -> queue.weight() == 0);
        offer(queue, frames);
        assertTrue(recording.close(Duration.ofSeconds(10)));
        assertEquals(frames + 1 - queue.dropped(), taken.size());
        assertEquals(taken, JournalRecords.payloads(journal));
    }

    @Test
    void endsWhenTheDiskStaysFullAtTheStopAndSaysHowMuchIsLost() {
        ArrivalQueue queue = new ArrivalQueue(16 << 20, STALL);
        disk.full(true);
        try (CapturedLog log = new CapturedLog()) {
            Worker recording = record(queue);
            offer(queue, 0);
            Await.until("the disk refuses", () -> disk.refusals() > 0);
            offer(queue, 1);
            offer(queue, 2);
            assertTrue(recording.close(Duration.ofSeconds(3)), "it gives up, by itself and before it is interrupted");
            assertFalse(log.text().contains("can be written again"), log.text());
        }
        disk.full(false);
        assertGivenUp(3);
    }

    @Test
    void saysHowMuchIsLostWhenItIsInterruptedAtTheStop() {
        ArrivalQueue queue = new ArrivalQueue(16 << 20, STALL);
        disk.full(true);
        Worker recording = record(queue);
        offer(queue, 0);
        Await.until("the disk refuses", () -> disk.refusals() > 0);
        assertFalse(recording.close(Duration.ofMillis(1)), "it was interrupted");
        disk.full(false);
        assertGivenUp(1);
    }

    @Test
    void keepsWhatItHasTakenWhenItIsInterruptedWhileTheDiskFails() {
        ArrivalQueue queue = new ArrivalQueue(16 << 20, STALL);
        disk.full(true);
        Worker recording = record(queue);
        for (int i = 0; i < 300; i++) {
            offer(queue, i);
        }
        for (int i = 0; i < 3; i++) {
            int before = disk.refusals();
            Await.until("the disk refuses", () -> disk.refusals() > before);
            thread().interrupt();
        }
        disk.full(false);
        offer(queue, 300);
        Await.until("it goes on", () -> counters.line().contains("frames=301"));
        assertTrue(recording.close(Duration.ofSeconds(10)));
        assertEquals(taken, JournalRecords.payloads(journal));
        assertEquals(301, taken.size());
    }

    private static Thread thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("journal"))
                .findFirst()
                .orElseThrow();
    }

    private void assertGivenUp(int messages) {
        UserException end = assertThrows(UserException.class, () -> stop.await(1));
        assertEquals(ExitCode.USAGE, end.exitCode());
        assertTrue(
                end.getMessage().contains("up to " + messages + " messages that came last are lost"), end::getMessage);
    }

    private Worker record(ArrivalQueue queue) {
        return new Worker("journal", new FrameRecorder(queue, writer, counters), stop).start();
    }

    private void offer(ArrivalQueue queue, int number) {
        byte[] frame = Packets.ltpFrame(10, TOKEN, number * 100L);
        if (queue.offer(new Arrival.Frame(1, NOON + number, frame))) {
            taken.add(JournalRecords.hex(frame));
        }
    }
}
