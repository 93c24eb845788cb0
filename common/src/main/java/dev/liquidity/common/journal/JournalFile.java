package dev.liquidity.common.journal;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * One file of the journal. Its name has its day and a lower bound of the IDs in it: {@code
 * 2026-11-22_1763794369000-0.journal}.
 *
 * <p>Thread-safe: changed by the journal thread, read by any. What lies below {@link #length()} is complete and never
 * changes.
 */
public final class JournalFile {
    public static final String SUFFIX = ".journal";

    private final Path path;
    private final long lowestId;
    private final long beganMicros;
    private volatile long length;
    private volatile boolean sealed;

    /** @param beganMicros arrival of its first record, microseconds since the epoch */
    public JournalFile(Path path, long lowestId, long beganMicros, long length, boolean sealed) {
        this.path = path;
        this.lowestId = lowestId;
        this.beganMicros = beganMicros;
        this.length = length;
        this.sealed = sealed;
    }

    /** The name of a file that begins at a time, in microseconds since the epoch. */
    public static String nameFor(long beganMicros, long lowestId) {
        return Ist.date(beganMicros) + "_" + StreamId.unpack(lowestId) + SUFFIX;
    }

    /** The lower bound in a file's name, packed; -1 for any other name. */
    public static long lowestIdIn(String name) {
        int underscore = name.indexOf('_');
        if (underscore < 0 || !name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            StreamId id = StreamId.parse(name.substring(underscore + 1, name.length() - SUFFIX.length()));
            return id.isPackable() ? id.pack() : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    public Path path() {
        return path;
    }

    /** No ID in this file is lower, and none in an earlier file is as high. */
    public long lowestId() {
        return lowestId;
    }

    /** Arrival of its first record, microseconds since the epoch; its IDs may be later, never earlier. */
    long beganMicros() {
        return beganMicros;
    }

    /** The day in India of its ticks: a file is of one day. */
    public LocalDate day() {
        return Ist.date(beganMicros);
    }

    /** Complete bytes. */
    public long length() {
        return length;
    }

    /** Notes that more bytes are complete. */
    public void grownTo(long newLength) {
        length = newLength;
    }

    /** True once nothing is added any more. */
    public boolean isSealed() {
        return sealed;
    }

    /** Notes that nothing is added any more. */
    public void seal() {
        sealed = true;
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
