package dev.liquidity.connector.journal;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.InstantSource;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the journal's oldest files: those that are stored to their last tick and older than the archive goes back; and, when the disk is
 * nearly full, those that are stored. What is not stored is never deleted. Serves one thread.
 */
public final class JournalRetention {
    private static final Logger LOG = LoggerFactory.getLogger(JournalRetention.class);
    private static final double SCARCE = 0.05;
    private static final long SCARCE_BYTES = 1L << 30;

    private final Journal journal;
    private final int keepDays;
    private final InstantSource clock;

    /**
     * @param keepDays calendar days in India that stored files are kept, today not counted; 0 or more
     */
    public JournalRetention(Journal journal, int keepDays, InstantSource clock) {
        this.journal = journal;
        this.keepDays = keepDays;
        this.clock = clock;
    }

    /**
     * Looks once.
     *
     * @param storedUpTo every tick up to this ID is in the store
     */
    public void deleteStored(StreamId storedUpTo) throws IOException {
        LocalDate oldestKept = Ist.date(clock.instant()).minusDays(keepDays);
        for (JournalFile file : journal.files()) {
            JournalFile next = journal.after(file);
            boolean isStored = next != null && file.isSealed() && next.lowestId() - 1 <= storedUpTo.pack();
            if (!isStored) {
                return;
            }
            // A file is of one day: the next one's bound would be a day too late.
            LocalDate day = file.day();
            boolean isScarce = isDiskScarce();
            if (!day.isBefore(oldestKept) && !isScarce) {
                return;
            }
            journal.remove(file);
            LOG.info("Journal file {} deleted: it is stored{}", file, isScarce ? ", and the disk is nearly full" : "");
        }
    }

    private boolean isDiskScarce() throws IOException {
        FileStore disk = Files.getFileStore(journal.directory());
        return disk.getUsableSpace() < Math.min(SCARCE_BYTES, (long) (SCARCE * disk.getTotalSpace()));
    }
}
