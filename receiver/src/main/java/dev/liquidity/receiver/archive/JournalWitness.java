package dev.liquidity.receiver.archive;

import dev.liquidity.receiver.store.DatedFiles;
import dev.liquidity.receiver.store.Rebuild;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares archived dates with the connector's journal. Not thread-safe: used by the main thread only. */
record JournalWitness(Duck duck, ArchiveFolder folder, DateWriter writer, String dbPath) {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWitness.class);

    /**
     * Stores and archives what a date lacks.
     *
     * @param isDeleted whether SQLite keeps none of its ticks
     * @return whether all that the journal has is archived now, with the same values
     */
    boolean compare(LocalDate date, Rebuild journal, boolean isDeleted)
            throws SQLException, IOException, InterruptedException {
        Path witness = writer.scratch().resolve("journal.db");
        journal.store(witness.toString(), id -> true);
        String ticks = SqliteRows.call(witness, "ticks", "true");
        Set<Long> missing = new HashSet<>();
        duck.forEach(
                "SELECT id FROM " + ticks + " WHERE id NOT IN (SELECT id FROM " + folder.ticks(date) + ")",
                row -> missing.add(row.getLong(1)));
        LOG.info("{}: the archive lacks {} ticks of the journal", date, missing.size());
        boolean isSame = journal.store(dbPath, isDeleted ? missing::contains : id -> true);
        for (Path database : DatedFiles.of(dbPath)) {
            writer.writeMissing(date, database);
        }
        String archived = folder.ticks(date) + " WHERE id IN (SELECT id FROM " + ticks + ")";
        String difference = Comparison.difference(duck, ArchiveTable.TICKS, ticks, archived);
        if (difference != null) {
            LOG.error("{}: the archive has other values than the journal: {}", date, difference);
        }
        return isSame && difference == null;
    }
}
