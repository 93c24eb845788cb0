package dev.liquidity.pipeline;

import dev.liquidity.common.journal.JournalReader;
import dev.liquidity.common.journal.RecordLayout;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.common.wire.FrameDecoder;
import dev.liquidity.common.wire.WireFaults;
import dev.liquidity.connector.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every tick of a journal, in order: what the connector has handed to the operating system. Read from a copy, since a
 * journal has one owner.
 */
final class JournalTicks {
    private long[] ids = new long[1 << 14];
    private long[] marks = new long[1 << 14];
    private int size;
    private long frames;
    private int mostOfAFrame;
    private long damaged;

    private JournalTicks() {}

    /** Reads a journal that may be in use. */
    static JournalTicks read(Path directory) throws IOException {
        Path copy = Files.createTempDirectory("journal-copy");
        try {
            copy(directory, copy);
            JournalTicks ticks = new JournalTicks();
            try (Journal journal = Journal.open(copy);
                    JournalReader reader = new JournalReader(journal)) {
                ticks.readAll(reader);
            }
            return ticks;
        } finally {
            delete(copy);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".journal")).toList()) {
                try {
                    Files.copy(file, to.resolve(file.getFileName()));
                } catch (NoSuchFileException e) {
                    throw new IOException("a file of the journal was deleted during the test", e);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private void readAll(JournalReader reader) throws IOException {
        FrameDecoder decoder = new FrameDecoder(Map.of(), new WireFaults(new Counters()));
        while (reader.next()) {
            if (reader.record().kind() == RecordLayout.INSTRUMENTS) {
                decoder.useInstruments(instruments(Arrays.copyOfRange(
                        reader.record().bytes(),
                        reader.record().payloadOffset(),
                        reader.record().payloadOffset() + reader.record().payloadLength())));
            } else if (reader.record().kind() == RecordLayout.FRAME) {
                frames++;
                int before = size;
                decoder.decode(
                        reader.record().bytes(),
                        reader.record().payloadOffset(),
                        reader.record().payloadLength(),
                        reader.record().arrivedAtMicros(),
                        (packet, tick) -> add(reader.record().firstId() + packet, tick));
                mostOfAFrame = Math.max(mostOfAFrame, size - before);
            }
        }
        damaged += reader.damaged();
    }

    private static Map<Long, Instrument> instruments(byte[] lines) throws IOException {
        Map<Long, Instrument> byToken = new HashMap<>();
        int start = 0;
        for (int end = 0; end < lines.length; end++) {
            if (lines[end] == '\n') {
                try {
                    Instrument instrument = InstrumentJson.read(Arrays.copyOfRange(lines, start, end));
                    byToken.put(instrument.token(), instrument);
                } catch (MalformedEntryException e) {
                    throw new IOException("an instrument of the journal", e);
                }
                start = end + 1;
            }
        }
        return byToken;
    }

    private void add(long id, Tick tick) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size + size / 2);
            marks = Arrays.copyOf(marks, ids.length);
        }
        ids[size] = id;
        marks[size] = mark(tick.instrumentToken(), tick.volumeTraded() == Tick.ABSENT ? 0 : tick.volumeTraded());
        size++;
    }

    /** Identifies a tick by its token and its volume, which numbers an instrument's ticks in the sandbox. */
    static long mark(long token, long volume) {
        return token * 0x9e3779b97f4a7c15L + volume;
    }

    int size() {
        return size;
    }

    long id(int at) {
        return ids[at];
    }

    long mark(int at) {
        return marks[at];
    }

    /** How many ticks the largest frame has. */
    int mostOfAFrame() {
        return mostOfAFrame;
    }

    /** The packed ID of the last; 0 without any. */
    long lastId() {
        return size == 0 ? 0 : ids[size - 1];
    }

    long frames() {
        return frames;
    }

    /** The number of places that could not be read. */
    long damaged() {
        return damaged;
    }
}
