package dev.liquidity.connector.journal;

import dev.liquidity.common.journal.JournalFile;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.StreamId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces to the disk what was journaled, every second. Every minute, deletes the journal's oldest files once they are
 * stored to the last tick: those older than the days to keep and, when the disk is nearly full, all. What is not stored
 * is never deleted. A file is as old as its ticks; one of a day to come, which a wrong clock has made, as the next one.
 * Not thread-safe: used by the journal-keeper thread only.
 */
public final class JournalKeeper implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(JournalKeeper.class);
    private static final double SCARCE = 0.05;
    private static final long SCARCE_BYTES = 1L << 30;

    private static final long FORCE_MILLIS = 1000;
    private static final long RETENTION_NANOS = Duration.ofMinutes(1).toNanos();

    private final JournalWriter writer;
    private final Journal journal;
    private final Supplier<StreamId> storedUpTo;
    private final int keepDays;
    private final InstantSource clock;
    private final long scarceBytes;
    private final LongSupplier freeBytes;

    private long nextRetentionNanos = System.nanoTime();

    /**
     * @param storedUpTo every tick up to this ID is in the store
     * @param keepDays for how many days in India before today stored files are kept; 0 or more
     * @param minFreeBytes with less the disk is nearly full, and with less than 1 GB, or 5 % of a small disk
     */
    public JournalKeeper(
            JournalWriter writer,
            Journal journal,
            Supplier<StreamId> storedUpTo,
            int keepDays,
            InstantSource clock,
            long minFreeBytes,
            LongSupplier freeBytes) {
        this.writer = writer;
        this.journal = journal;
        this.storedUpTo = storedUpTo;
        this.keepDays = keepDays;
        this.clock = clock;
        long total = journal.directory().toFile().getTotalSpace();
        scarceBytes = Math.max(minFreeBytes, Math.min(SCARCE_BYTES, (long) (SCARCE * total)));
        this.freeBytes = freeBytes;
    }

    @Override
    public boolean cycle(Closing closing) throws Exception {
        if (closing.await(FORCE_MILLIS)) {
            return false;
        }
        writer.force();
        if (System.nanoTime() >= nextRetentionNanos) {
            nextRetentionNanos = System.nanoTime() + RETENTION_NANOS;
            deleteStored(storedUpTo.get());
        }
        return true;
    }

    /** Deletes what may be deleted now. */
    void deleteStored(StreamId stored) throws IOException {
        LocalDate today = Ist.date(clock.instant());
        LocalDate oldestKept = today.minusDays(keepDays);
        List<JournalFile> files = journal.files();
        for (int i = 0; i < files.size(); i++) {
            JournalFile file = files.get(i);
            JournalFile next = journal.after(file);
            boolean isStored = next != null && file.isSealed() && next.lowestId() - 1 <= stored.pack();
            if (!isStored) {
                break;
            }
            boolean isScarce = freeBytes.getAsLong() < scarceBytes;
            boolean isOld = files.subList(i, files.size()).stream()
                    .map(JournalFile::day)
                    .filter(day -> !day.isAfter(today))
                    .findFirst()
                    .map(day -> day.isBefore(oldestKept))
                    .orElse(false);
            if (!isOld && !isScarce) {
                break;
            }
            journal.remove(file);
            LOG.info("Journal file {} deleted: it is stored{}", file, isScarce ? ", and the disk is nearly full" : "");
        }
    }
}
