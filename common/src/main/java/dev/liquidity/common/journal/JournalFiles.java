package dev.liquidity.common.journal;

import static dev.liquidity.common.journal.RecordCursor.State.RECORD;

import dev.liquidity.common.stream.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * The files of a journal in the order of their IDs. Any {@link JournalReader} follows them at its own position.
 * Thread-safe.
 */
public class JournalFiles {
    private final ConcurrentSkipListMap<Long, JournalFile> files;
    private final Object grown = new Object();

    /** @param files by the lower bound of their IDs */
    protected JournalFiles(NavigableMap<Long, JournalFile> files) {
        this.files = new ConcurrentSkipListMap<>(files);
    }

    /**
     * What a journal has at this moment from a day in India on, for reading beside the connector that writes it. An
     * incomplete record at its end is left out: it is being written, or was torn by a power cut.
     */
    public static JournalFiles since(LocalDate day, Path directory) throws IOException {
        NavigableMap<Long, JournalFile> found = list(directory);
        found.values().removeIf(file -> file.day().isBefore(day));
        return new JournalFiles(found);
    }

    /** The files of a directory with the lengths that they have now, sealed. */
    public static NavigableMap<Long, JournalFile> list(Path directory) throws IOException {
        NavigableMap<Long, JournalFile> files = new TreeMap<>();
        List<Path> paths;
        try (Stream<Path> listing = Files.list(directory)) {
            paths = listing.toList();
        }
        for (Path path : paths) {
            long lowestId = JournalFile.lowestIdIn(path.getFileName().toString());
            if (lowestId >= 0) {
                try {
                    files.put(lowestId, new JournalFile(path, lowestId, began(path, lowestId), Files.size(path), true));
                } catch (NoSuchFileException e) {
                    // The connector has deleted it meanwhile.
                }
            }
        }
        return files;
    }

    /** When a file's first record arrived; without a good one, the time of its IDs. */
    private static long began(Path path, long lowestId) throws IOException {
        try (RecordCursor cursor = new RecordCursor(path, Long.MAX_VALUE)) {
            return cursor.next() == RECORD
                    ? cursor.arrivedAtMicros()
                    : StreamId.unpack(lowestId).epochMicros();
        }
    }

    /** Bytes of all files. */
    public long bytes() {
        return files.values().stream().mapToLong(JournalFile::length).sum();
    }

    /** Bytes from an offset in a file to the journal's end. */
    long bytesAfter(JournalFile file, long offset) {
        long bytes = -offset;
        for (JournalFile later : files.tailMap(file.lowestId(), true).values()) {
            bytes += later.length();
        }
        return bytes;
    }

    /** The file that has an ID, or would have it; null if the journal begins later or is empty. */
    JournalFile fileOf(long packedId) {
        return valueOf(files.floorEntry(packedId));
    }

    /** Null if the journal is empty. */
    JournalFile firstFile() {
        return valueOf(files.firstEntry());
    }

    /** The next file, or null. */
    public JournalFile after(JournalFile file) {
        return valueOf(files.higherEntry(file.lowestId()));
    }

    private static JournalFile valueOf(Map.Entry<Long, JournalFile> entry) {
        return entry == null ? null : entry.getValue();
    }

    /** All files, oldest first. */
    public List<JournalFile> files() {
        return List.copyOf(files.values());
    }

    /** Adds a file that was created. */
    public void add(JournalFile file) {
        files.put(file.lowestId(), file);
        signalGrowth();
    }

    /** Deletes a file. */
    public void remove(JournalFile file) throws IOException {
        Files.deleteIfExists(file.path());
        files.remove(file.lowestId());
    }

    /** Wakes the readers that wait for more. */
    public void signalGrowth() {
        synchronized (grown) {
            grown.notifyAll();
        }
    }

    /** Waits until a file is longer than given, or another one follows it. */
    void awaitGrowth(JournalFile file, long length, long millis) throws InterruptedException {
        synchronized (grown) {
            boolean hasMore = file == null ? !files.isEmpty() : file.length() > length || after(file) != null;
            if (!hasMore) {
                grown.wait(millis);
            }
        }
    }
}
