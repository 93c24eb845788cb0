package dev.liquidity.receiver.store;

import dev.liquidity.common.market.Ist;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code ticks.db-wal}, which has the last commits of {@code ticks.db}, and its index {@code ticks.db-shm}.
 * SQLite finds it by its name alone: it deletes one whose database is gone, and writes another database's pages into
 * the one that has its name. Therefore such a log is renamed before a database of that name is opened.
 */
final class WriteAheadLog {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(Ist.ZONE);

    private static final int DATE_LENGTH = 8;
    private static final String DAMAGED = "damaged";

    private static final int MAGIC = 0x377f0682;
    private static final int PAGE_SIZE_IN_LOG = 8;
    private static final int PAGE_SIZE_IN_DATABASE = 16;
    private static final int LARGEST_PAGE = 65_536;

    private WriteAheadLog() {}

    /** The write-ahead log of a database. */
    static Path of(Path database) {
        return beside(database, "-wal");
    }

    /** The index of the write-ahead log of a database. It can be built again from that. */
    static Path index(Path database) {
        return beside(database, "-shm");
    }

    private static Path beside(Path database, String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    /** Renames the log of a database that is gone, or of another one, before SQLite deletes or uses it. */
    static void keepOrphan(Path database) throws IOException {
        Path log = of(database);
        if (Files.exists(log) && !belongs(log, database)) {
            Path orphan = setAside(database);
            if (orphan != null) {
                LOG.error(
                        "{} belongs to a database that was moved away, and is kept as {}: it has the last commits of"
                                + " that one; name it as that one with -wal at the end, and open that one with sqlite3",
                        log,
                        orphan);
            }
        }
    }

    /**
     * Renames the log, if there is anything in it, and removes its index.
     *
     * @return its new name; null if there is nothing in it
     */
    static Path setAside(Path database) throws IOException {
        Path log = of(database);
        Path orphan = null;
        if (Files.exists(log) && Files.size(log) > 0) {
            orphan = aside(log, "orphan");
        } else {
            Files.deleteIfExists(log);
        }
        Files.deleteIfExists(index(database));
        return orphan;
    }

    /** Renames a file: to {@code ticks.db-wal.orphan-20261126-021500-123}, say. */
    static Path aside(Path file, String why) throws IOException {
        return Files.move(file, beside(file, "." + why + "-" + STAMP.format(Instant.now())));
    }

    /** Renames a damaged database and its log, for {@code .recover} of sqlite3, so that a new one can be made. */
    static void setDamagedAside(Path database, String why) throws IOException {
        Path rest = aside(database, DAMAGED);
        if (Files.exists(of(database))) {
            Files.move(of(database), of(rest));
        }
        Files.deleteIfExists(index(database));
        LOG.error(
                "The database {} is damaged, and is kept as {}: {}; going on in a new file; rebuild makes a day anew"
                        + " from the connector's journal",
                database,
                rest,
                why);
    }

    /** Whether one was set aside today: a second one is the disk's fault, and a new file does not help. */
    static boolean wasDamagedToday(Path database) throws IOException {
        String today = "." + DAMAGED + "-" + STAMP.format(Instant.now()).substring(0, DATE_LENGTH);
        String name = beside(database, today).getFileName().toString();
        try (Stream<Path> files = Files.list(database.toAbsolutePath().getParent())) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(name));
        }
    }

    /** Whether a log begins as one: it has pages, or had some. */
    static boolean hasHeader(Path log) throws IOException {
        try (DataInputStream file = new DataInputStream(Files.newInputStream(log))) {
            return (file.readInt() & ~1) == MAGIC;
        } catch (EOFException e) {
            return false;
        }
    }

    /** Whether a log can be the database's: it was not emptied, and has pages of the same size. */
    private static boolean belongs(Path log, Path database) throws IOException {
        if (!Files.exists(database) || Files.size(database) == 0) {
            return false;
        }
        if (Files.size(log) == 0) {
            return true;
        }
        if (!hasHeader(log)) {
            return false;
        }
        try (DataInputStream ofLog = new DataInputStream(Files.newInputStream(log));
                DataInputStream ofDatabase = new DataInputStream(Files.newInputStream(database))) {
            ofLog.skipNBytes(PAGE_SIZE_IN_LOG);
            ofDatabase.skipNBytes(PAGE_SIZE_IN_DATABASE);
            int pageSize = ofDatabase.readUnsignedShort();
            return ofLog.readInt() == (pageSize == 1 ? LARGEST_PAGE : pageSize);
        } catch (EOFException e) {
            return false;
        }
    }
}
