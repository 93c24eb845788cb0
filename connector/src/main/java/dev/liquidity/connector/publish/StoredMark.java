package dev.liquidity.connector.publish;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last tick up to which all are stored: the group has acknowledged them. It only rises, and is kept in a small
 * file, because a Redis that was emptied has forgotten it. A mark below the truth is harmless: some ticks are published
 * again, and the store ignores them.
 *
 * <p>Written by the publisher thread only, except {@link #get}, which is thread-safe.
 */
public final class StoredMark {
    private static final Logger LOG = LoggerFactory.getLogger(StoredMark.class);

    private final Path file;
    private volatile StreamId mark;
    private StreamId saved;
    private boolean hasWarned;

    private StoredMark(Path file, StreamId mark) {
        this.file = file;
        this.mark = mark;
        saved = mark;
    }

    /** Reads the mark of an earlier run; a file that can't be read counts as none. */
    public static StoredMark load(Path journalDir) {
        Path file = journalDir.resolve("stored");
        StreamId mark = StreamId.ZERO;
        if (Files.exists(file)) {
            try {
                mark = StreamId.parse(Files.readString(file).strip());
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{} can't be read: all that the journal holds is published again", file, e);
            }
        }
        return new StoredMark(file, mark);
    }

    /** The last tick up to which all are stored; {@link StreamId#ZERO} if there is none. */
    public StreamId get() {
        return mark;
    }

    void raiseTo(StreamId id) {
        if (id.compareTo(mark) > 0) {
            mark = id;
        }
    }

    /** Writes the file. A failure is logged only: a mark below the truth is harmless. */
    void save() {
        StreamId current = mark;
        if (current.equals(saved)) {
            return;
        }
        try {
            OwnerOnly.replace(file, current + "\n");
            saved = current;
            hasWarned = false;
        } catch (IOException e) {
            if (!hasWarned) {
                hasWarned = true;
                LOG.warn("The last stored tick can't be written to disk; trying again: {}", e.toString());
            }
        }
    }
}
