package dev.liquidity.receiver.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ticks that are not archived yet, as Parquet files for queries: each holds those of a range of IDs, and they follow
 * each other, so that a query reads only the newest ones from SQLite. They are a copy: they may be deleted, and are,
 * once their ticks are archived.
 */
final class RunningDay {
    private static final Pattern PART = Pattern.compile("part-(\\d+)-(\\d+)\\.parquet");

    private RunningDay() {}

    /** The files of a database, in the order of their IDs. */
    static List<Path> parts(ArchiveFolder folder, Path database) throws IOException {
        List<Path> parts = ArchiveFolder.list(running(folder, database), "part-*-*.parquet");
        parts.sort(Comparator.comparingLong(file -> bound(file, 1)));
        return parts;
    }

    /** The ticks of a database that are neither archived nor in these files. */
    static TickRange rest(ArchiveFolder folder, Path database, Map<LocalDate, Long> archived)
            throws SQLException, IOException {
        long last = StoredTicks.lastId(database);
        long first = StoredTicks.first(database, archived);
        for (Path part : parts(folder, database)) {
            boolean follows = bound(part, 1) <= first && first <= bound(part, 2);
            first = follows ? bound(part, 2) + 1 : first;
        }
        return new TickRange(null, first, last);
    }

    /** Writes what is not there yet. */
    static void write(Duck duck, ArchiveFolder folder, Path scratch, Path database) throws SQLException, IOException {
        Map<LocalDate, Long> archived = folder.dates();
        TickRange rest = rest(folder, database, archived);
        if (!rest.isEmpty()) {
            Path file = scratch.resolve("running.parquet");
            String ticks = SqliteRows.call(database, "ticks", StoredTicks.isAbove(archived), rest.first(), rest.last());
            String columns =
                    ArchiveTable.TICKS.list(Column::toParquet) + ", trade_date::DATE AS trade_date, underlying";
            String query = "SELECT " + columns + " FROM " + Underlyings.with(database, ticks);
            duck.copy(query, ArchiveTable.TICKS.order(), file, "");
            ArchiveFolder.place(
                    file, running(folder, database).resolve("part-" + rest.first() + "-" + rest.last() + ".parquet"));
        }
    }

    /** Deletes the files that no query needs any more. */
    static void removeArchived(ArchiveFolder folder, Path database) throws SQLException, IOException {
        long first = StoredTicks.first(database, folder.dates());
        for (Path part : parts(folder, database)) {
            if (bound(part, 2) < first) {
                Files.delete(part);
            }
        }
    }

    private static Path running(ArchiveFolder folder, Path database) {
        Path file = database.toAbsolutePath();
        String parent = folder.source() + "_" + file.getParent().getFileName();
        return folder.root().resolve("_running").resolve(parent + "_" + file.getFileName());
    }

    private static long bound(Path part, int group) {
        Matcher name = PART.matcher(part.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(group)) : -1;
    }
}
