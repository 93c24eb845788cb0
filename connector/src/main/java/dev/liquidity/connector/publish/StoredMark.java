package dev.liquidity.connector.publish;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to which tick everything is in the store: the group has acknowledged it. It only grows, and is kept in a small file, because a Redis that
 * was emptied has forgotten it. A mark that is behind the truth costs some ticks that are published, and passed over by the store, again.
 *
 * <p>Written by the publisher's thread; read by any.
 */
public final class StoredMark {
    private static final Logger LOG = LoggerFactory.getLogger(StoredMark.class);

    private final Path file;
    private volatile StreamId mark;
    private StreamId saved;
    private boolean toldUnsaved;

    private StoredMark(Path file, StreamId mark) {
        this.file = file;
        this.mark = mark;
        saved = mark;
    }

    /** Reads the mark of an earlier run; one that can't be read counts as none. */
    public static StoredMark load(Path journalDir) {
        Path file = journalDir.resolve("stored");
        StreamId mark = StreamId.ZERO;
        if (Files.exists(file)) {
            try {
                mark = StreamId.parse(Files.readString(file).strip());
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{} can't be read and counts as 0-0: what the journal holds is published again", file, e);
            }
        }
        return new StoredMark(file, mark);
    }

    /** The ID of the last tick before the first that may not be stored. */
    public StreamId get() {
        return mark;
    }

    void raiseTo(StreamId id) {
        if (id.compareTo(mark) > 0) {
            mark = id;
        }
    }

    /** Keeps it on disk. One that can't be costs some ticks that are published again; nobody must wait for it. */
    void save() {
        StreamId current = mark;
        if (current.equals(saved)) {
            return;
        }
        try {
            OwnerOnly.replace(file, current + "\n");
            saved = current;
            toldUnsaved = false;
        } catch (IOException e) {
            if (!toldUnsaved) {
                toldUnsaved = true;
                LOG.warn("How far the store is can't be kept on disk, and is tried again: {}", e.toString());
            }
        }
    }
}
