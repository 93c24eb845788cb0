package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody moves, removes or empties the database or a file beside it while it is in use, or leaves a log without its
 * database. The receiver goes on, and old and new file together hold every acknowledged tick.
 */
@Execution(ExecutionMode.CONCURRENT)
class MovedDatabaseTest {
    private static final int FIRST = 500;
    private static final int ALL = 1000;
    private static final String DAMAGED = "ticks\\.db\\.damaged-\\d{8}-\\d{6}-\\d{3}";

    @TempDir
    Path directory;

    @AutoClose
    private final TestRedis redis = new TestRedis();

    private Path elsewhere;
    private Path file;
    private Path log;
    private Path index;

    @BeforeEach
    void name() throws IOException {
        elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        file = directory.resolve("ticks.db");
        log = directory.resolve("ticks.db-wal");
        index = directory.resolve("ticks.db-shm");
    }

    @Test
    void completesAMovedFileSoonThoughNothingComes() throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            assertTrue(Files.size(log) > 0, "the last commits are not in the file itself");
            move(file);
            Await.until("the log is given up", () -> !Files.exists(log) && !Files.exists(index));
            assertEquals(FIRST, moved().count("ticks"));
            assertFalse(Files.exists(elsewhere.resolve("ticks.db-wal")), "the moved file is complete by itself");
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertEquals(ALL - FIRST, new Database(file).count("ticks"));
        assertEquals(List.of("ticks.db"), files());
    }

    @Test
    void completesAMovedFileAtTheStop() throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            move(file);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertEquals(FIRST, moved().count("ticks"));
        assertEquals(List.of(), files());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnWhenAllFilesAreMoved(boolean isSlow) throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            move(file);
            if (isSlow) {
                // The job takes what is beside the new file.
                store(FIRST + 1, ALL);
            }
            move(index);
            move(log);
            store(ALL + 1, ALL + 100);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertTogether(isSlow ? ALL + 100 : FIRST + 100, moved(), new Database(file));
    }

    @Test
    void readsAgainWhatWasInsertedAndNotCommitted() throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement lock = other.createStatement()) {
                lock.execute("BEGIN IMMEDIATE");
                add(FIRST + 1, ALL);
                Await.until("they are read", () -> redis.pending(TestRedis.STREAM) == ALL - FIRST);
                move(file);
                lock.execute("ROLLBACK");
            }
            redis.awaitAcknowledged();
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertTogether(ALL, moved(), new Database(file));
    }

    @Test
    void startsANewFileWhenItsOwnIsDeleted() throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            Files.delete(file);
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertEquals(ALL - FIRST, new Database(file).count("ticks"));
        assertEquals(List.of("ticks.db"), files());
    }

    @Test
    void goesOnInAFileThatTakesItsPlace() throws Exception {
        storeInARun(1, 10);
        Path other = elsewhere.resolve("other.db");
        Files.copy(file, other);
        try (RunningReceiver receiver = start()) {
            store(11, FIRST);
            move(file);
            Files.move(other, file);
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertEquals(FIRST, moved().count("ticks"));
        assertEquals(10 + ALL - FIRST, new Database(file).count("ticks"));
        assertEquals(List.of("ticks.db"), files());
    }

    @Test
    void startsANewFileWhenItsOwnIsEmptied() throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            Files.copy(file, elsewhere.resolve("ticks.db"));
            Files.write(file, new byte[0]);
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertEquals(ALL - FIRST, new Database(file).count("ticks"));
        assertSound(new Database(file));
        // As logrotate's copytruncate does: the copy is whole together with the log.
        Path orphan = only(".*-wal\\.orphan-.*");
        Files.move(orphan, elsewhere.resolve("ticks.db-wal"));
        assertTogether(ALL, moved(), new Database(file));
    }

    /** As when a checkpoint goes on in a file that was emptied: it has its size again, and most of it is a hole. */
    @Test
    void startsANewFileWhenItsOwnIsEmptiedAndWrittenIntoAgain() throws Exception {
        storeInARun(1, FIRST);
        try (RunningReceiver receiver = start()) {
            store(FIRST + 1, FIRST + 10);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer firstPage = ByteBuffer.allocate(4096);
                channel.read(firstPage, 0);
                long size = channel.size();
                channel.truncate(0);
                channel.write(firstPage.flip(), 0);
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
            store(FIRST + 11, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertSound(new Database(file));
        assertEquals(ALL - FIRST - 10, new Database(file).count("ticks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticks.db-wal", "ticks.db-shm"})
    void losesNothingWhenAFileBesideItIsDeleted(String name) throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            Files.delete(directory.resolve(name));
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertTogether(ALL, new Database(file));
        assertEquals(List.of("ticks.db"), files());
    }

    /** It is written again behind a hole if a commit was under way. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnInANewFileWhenItsLogIsEmptied(boolean isWrittenAgain) throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            long size = Files.size(log);
            Files.write(log, new byte[0]);
            if (isWrittenAgain) {
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(new byte[] {1}), size - 1);
                }
            }
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        // What was in the log only is lost, what the file had is kept, and what came later is in a new one.
        Database database = new Database(file);
        assertSound(database);
        assertEquals(ALL - FIRST, database.count("ticks"));
        assertTrue(Files.exists(only(DAMAGED)));
    }

    /** As a failing disk or a program that writes into it by mistake leaves it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goesOnInANewFileWhenItsOwnIsDamaged(boolean isInUse) throws Exception {
        storeInARun(1, FIRST);
        if (!isInUse) {
            damage();
        }
        try (RunningReceiver receiver = start()) {
            if (isInUse) {
                store(FIRST + 1, FIRST + 10);
                damage();
            }
            int last = storeUntil(FIRST + 10, () -> files().stream().anyMatch(name -> name.matches(DAMAGED)));
            store(last + 1, last + ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
            assertSound(new Database(file));
            assertEquals(ALL, new Database(file).count("ticks WHERE last_price > " + last / 100.0));
            only(DAMAGED + "-wal");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsAtTheSecondDamageOfADay(boolean isInUse) throws Exception {
        storeInARun(1, FIRST);
        damage();
        storeInARun(FIRST + 1, ALL);
        if (!isInUse) {
            damage();
        }
        RunningReceiver third = start();
        if (isInUse) {
            store(ALL + 1, ALL + 10);
            damage();
            storeUntil(ALL + 10, () -> !third.isRunning());
        }
        UserException fault = assertThrows(UserException.class, third::await);
        assertEquals(ExitCode.STORE, fault.exitCode());
        assertTrue(fault.getMessage().contains("malformed"), fault.getMessage());
        only(DAMAGED);
    }

    /** Until a page is read that is not in SQLite's memory, commits go into the log of a damaged file. */
    private int storeUntil(int last, Callable<Boolean> isNoticed) throws Exception {
        int to = last;
        while (!isNoticed.call() && to < 40_000) {
            add(to + 1, to + 100);
            Await.until("they are stored", () -> isNoticed.call() || redis.isAllAcknowledged(TestRedis.STREAM));
            to += 100;
        }
        return to;
    }

    /** Overwrites all pages but the first, which the layout is read from. */
    private void damage() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] rubbish = new byte[(int) channel.size() - 4096];
            Arrays.fill(rubbish, (byte) 7);
            channel.write(ByteBuffer.wrap(rubbish), 4096);
        }
    }

    /** Between any two steps of a commit, and of the checkpoint that follows. */
    @ParameterizedTest
    @CsvSource({"ticks.db, false", "ticks.db-wal, false", "ticks.db-shm, false", "ticks.db, true", "ticks.db-wal, true"
    })
    void staysSoundUnderLoad(String name, boolean isEmptied) throws Exception {
        int load = 40_000;
        try (RunningReceiver receiver = start()) {
            store(1, load / 2);
            assertTrue(Files.size(file) > 1 << 20, "a checkpoint has written the file");
            add(load / 2 + 1, load);
            Path struck = directory.resolve(name);
            if (isEmptied) {
                Files.write(struck, new byte[0]);
            } else {
                Files.delete(struck);
            }
            add(load + 1, load + 10);
            redis.awaitAcknowledged();
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        Database database = new Database(file);
        assertSound(database);
        assertEquals(10, database.count("ticks WHERE last_price > " + load / 100.0));
        if (!isEmptied && !struckItself(name)) {
            assertTogether(load + 10, database);
        }
    }

    private boolean struckItself(String name) {
        return name.equals(file.getFileName().toString());
    }

    @Test
    void takesAUsersCheckpointForWhatItIs() throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            try (Connection user = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = user.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            assertEquals(0, Files.size(log));
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertTogether(ALL, new Database(file));
        assertEquals(List.of("ticks.db"), files());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsALogWhoseDatabaseIsGone(boolean isEmptied) throws Exception {
        byte[] orphaned = leaveALog();
        Files.move(file, elsewhere.resolve("ticks.db"));
        if (isEmptied) {
            Files.createFile(file);
        }
        try (RunningReceiver receiver = start()) {
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        Path orphan = only("ticks\\.db-wal\\.orphan-\\d{8}-\\d{6}-\\d{3}");
        assertArrayEquals(orphaned, Files.readAllBytes(orphan));
        Files.move(orphan, elsewhere.resolve("ticks.db-wal"));
        assertTogether(ALL, moved(), new Database(file));
    }

    @Test
    void keepsALogOfAnotherPageSize() throws Exception {
        byte[] orphaned = leaveALog();
        Files.delete(file);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            Files.move(log, elsewhere.resolve("log"));
            statement.execute("PRAGMA page_size = 8192");
            statement.execute("CREATE TABLE passing (x)");
            statement.execute("DROP TABLE passing");
        }
        Files.move(elsewhere.resolve("log"), log);
        try (RunningReceiver receiver = start()) {
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertArrayEquals(orphaned, Files.readAllBytes(only("ticks\\.db-wal\\.orphan-.*")));
        assertSound(new Database(file));
    }

    @Test
    void usesItsOwnLogAfterAKill() throws Exception {
        leaveALog();
        try (RunningReceiver receiver = start()) {
            store(FIRST + 1, ALL);
            assertEquals(ExitCode.DONE, receiver.stop());
        }
        assertTogether(ALL, new Database(file));
        assertEquals(List.of("ticks.db"), files());
    }

    /** Leaves a file and its log, as a kill does; returns the log. */
    private byte[] leaveALog() throws Exception {
        try (RunningReceiver receiver = start()) {
            store(1, FIRST);
            Path copies = Files.createDirectory(directory.resolve("copies"));
            for (Path each : List.of(file, log)) {
                Files.copy(each, copies.resolve(each.getFileName()));
            }
            receiver.stop();
            for (Path each : List.of(file, log)) {
                Files.move(copies.resolve(each.getFileName()), each, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.delete(copies);
        }
        return Files.readAllBytes(log);
    }

    private void assertTogether(int all, Database... databases) throws Exception {
        TreeSet<Long> ids = new TreeSet<>();
        for (Database database : databases) {
            assertSound(database);
            database.rows("SELECT id FROM ticks").forEach(id -> ids.add(Long.parseLong(id)));
            assertEquals(0, database.count("rejected_entries"));
        }
        assertEquals(all, ids.size());
    }

    private static void assertSound(Database database) throws Exception {
        assertEquals("ok", database.value("PRAGMA integrity_check"));
    }

    private Database moved() {
        return new Database(elsewhere.resolve("ticks.db"));
    }

    private void move(Path each) throws IOException {
        Files.move(each, elsewhere.resolve(each.getFileName()));
    }

    private Path only(String pattern) throws IOException {
        List<String> found =
                files().stream().filter(name -> name.matches(pattern)).toList();
        assertEquals(1, found.size(), files()::toString);
        return directory.resolve(found.get(0));
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(directory)) {
            List<String> names = new ArrayList<>(
                    files.map(each -> each.getFileName().toString()).sorted().toList());
            names.remove("elsewhere");
            return names;
        }
    }

    private RunningReceiver start() {
        return RunningReceiver.start(RunningReceiver.settings(redis, file.toString()));
    }

    private void storeInARun(int from, int to) {
        try (RunningReceiver receiver = start()) {
            store(from, to);
            receiver.stop();
        }
    }

    private void store(int from, int to) {
        add(from, to);
        redis.awaitAcknowledged();
    }

    private void add(int from, int to) {
        redis.addAll(from, to, i -> Ticks.full("NIFTY 50", i).build());
    }
}
