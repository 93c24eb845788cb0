package dev.liquidity.connector.journal;

import dev.liquidity.common.journal.JournalFile;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import java.io.File;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the journal's oldest files once they are stored to the last tick: those older than the days to keep and, when
 * the disk is nearly full, all. What is not stored is never deleted. A file is as old as its ticks; one of a day to come,
 * which a wrong clock has made, as the next one. Not thread-safe: used by the journal-keeper thread only.
 */
public final class JournalRetention {
    private static final Logger LOG = LoggerFactory.getLogger(JournalRetention.class);
    private static final double SCARCE = 0.05;
    private static final long SCARCE_BYTES = 1L << 30;

    private final Journal journal;
    private final int keepDays;
    private final InstantSource clock;

    /** @param keepDays for how many days in India before today stored files are kept; 0 or more */
    public JournalRetention(Journal journal, int keepDays, InstantSource clock) {
        this.journal = journal;
        this.keepDays = keepDays;
        this.clock = clock;
    }

    /**
     * Deletes what may be deleted now.
     *
     * @param storedUpTo every tick up to this ID is in the store
     */
    public void deleteStored(StreamId storedUpTo) throws IOException {
        LocalDate today = Ist.date(clock.instant());
        LocalDate oldestKept = today.minusDays(keepDays);
        List<JournalFile> files = journal.files();
        for (int i = 0; i < files.size(); i++) {
            JournalFile file = files.get(i);
            JournalFile next = journal.after(file);
            boolean isStored = next != null && file.isSealed() && next.lowestId() - 1 <= storedUpTo.pack();
            if (!isStored) {
                return;
            }
            boolean isScarce = isDiskScarce();
            boolean isOld = files.subList(i, files.size()).stream()
                    .map(JournalFile::day)
                    .filter(day -> !day.isAfter(today))
                    .findFirst()
                    .map(day -> day.isBefore(oldestKept))
                    .orElse(false);
            if (!isOld && !isScarce) {
                return;
            }
            journal.remove(file);
            LOG.info("Journal file {} deleted: it is stored{}", file, isScarce ? ", and the disk is nearly full" : "");
        }
    }

    /** Asks the file for its disk: Java knows no file store for it in a chroot. */
    private boolean isDiskScarce() {
        File disk = journal.directory().toFile();
        return disk.getUsableSpace() < Math.min(SCARCE_BYTES, (long) (SCARCE * disk.getTotalSpace()));
    }
}
