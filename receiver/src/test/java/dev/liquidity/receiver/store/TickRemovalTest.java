package dev.liquidity.receiver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is deleted only as it was when its removal began. */
class TickRemovalTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void create() throws SQLException {
        file = directory.resolve("ticks.db");
        TickDatabase.open(file).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO ticks (id, instrument_token, tradingsymbol, trade_date)"
                        + " VALUES (1, 1, 'NIFTY 50', '2026-11-20')",
                "INSERT INTO rejected_entries VALUES ('1-0', 'json', '', '{')"
            })
    void leavesAFileThatGotARow(String row) throws Exception {
        try (TickRemoval removal = new TickRemoval(file)) {
            sql(row);
            assertFalse(removal.deleteFile());
        }
        assertEquals(List.of("ticks.db"), files());
        TickDatabase.open(file).close();
    }

    @Test
    void deletesTheLogWithTheFileThoughOthersHaveThemOpen() throws Exception {
        try (Connection reader = ReadOnly.open(file);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement();
                TickRemoval removal = wrote(statement)) {
            reader.createStatement().executeQuery("SELECT count(*) FROM ticks").close();
            assertTrue(removal.deleteFile());
            assertEquals(List.of(), files());
        }
        assertEquals(List.of(), files());
    }

    private TickRemoval wrote(Statement statement) throws SQLException {
        statement.execute("INSERT INTO rejected_entries VALUES ('1-0', 'json', '', '{')");
        return new TickRemoval(file);
    }

    /** The receiver opens it for a late tick, and waits for the lock. */
    @Test
    void isAPassingFaultForWhoeverOpensItMeanwhile() throws Exception {
        CompletableFuture<Void> opening = new CompletableFuture<>();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            Thread receiver = new Thread(() -> {
                try {
                    TickDatabase.open(file).close();
                    opening.complete(null);
                } catch (SQLException | RuntimeException e) {
                    opening.completeExceptionally(e);
                }
            });
            receiver.start();
            Await.until(
                    "it waits",
                    () -> Stream.of(receiver.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("createIfEmpty")));
            Files.delete(file);
            statement.execute("COMMIT");
        }
        ExecutionException failure = assertThrows(ExecutionException.class, opening::get);
        assertEquals(StoreFault.PASSING, StoreFault.of((SQLException) failure.getCause()));
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
