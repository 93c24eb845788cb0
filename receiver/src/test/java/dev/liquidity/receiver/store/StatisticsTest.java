package dev.liquidity.receiver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.receiver.Database;
import dev.liquidity.receiver.Ticks;
import dev.liquidity.receiver.batch.TickEntry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {
    private static final String OF_TICKS = "SELECT stat FROM sqlite_stat1 WHERE tbl = 'ticks'";
    private static final String TYPICAL = "10000000 8000 1600";

    @TempDir
    private Path directory;

    private Path file;
    private Database database;
    private long sequence;

    @BeforeEach
    void name() {
        file = directory.resolve("ticks.db");
        database = new Database(file);
    }

    @Test
    void areThoseOfALargeFileInANewOneAndStayWhileItIsSmall() throws Exception {
        TickDatabase store = TickDatabase.open(file);
        assertEquals(
                List.of(
                        "book_levels|10 5 1",
                        "instruments|10000 2000 1",
                        "liquidity_1m|2000000 400000 1100 1",
                        "liquidity_1m|2000000 1600 320",
                        "ticks|" + TYPICAL),
                database.rows("SELECT tbl, stat FROM sqlite_stat1 ORDER BY tbl"));
        write(store, part("2026-11-27"));
        assertEquals(TYPICAL, database.value(OF_TICKS));
        store.close();
    }

    private static Outcome write(TickDatabase store, Part part) throws SQLException {
        Outcome outcome = store.insert(part, false);
        store.commit();
        return outcome;
    }

    @Test
    void areRefreshedOnceADateThoughAReaderIsThere() throws Exception {
        SampleStore.create(file, 200_000);
        TickDatabase store = TickDatabase.open(file);
        try (Connection reader = connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM ticks").next();
            assertEquals(1, write(store, part("2026-11-27")).stored());
            assertTrue(database.value(OF_TICKS).startsWith("200001 "), database.value(OF_TICKS));

            replace("mine");
            assertEquals(1, write(store, part("2026-11-27")).stored());
            assertEquals(1, write(store, part("2026-11-26")).stored());
            assertEquals("mine", database.value(OF_TICKS));

            assertEquals(1, write(store, part("2026-11-28")).stored());
            assertNotEquals("mine", database.value(OF_TICKS));
        }
        store.close();
    }

    @Test
    void stayInAHugeFile() throws Exception {
        TickDatabase store = TickDatabase.open(file);
        write(store, part("2026-11-27"));
        store.close();
        try (Connection connection = connect()) {
            new Statistics(connection, 0, 1000).refresh("2026-11-27");
            assertEquals(TYPICAL, database.value(OF_TICKS));
            new Statistics(connection, 0, 1_000_000).refresh("2026-11-27");
            assertEquals("1 1 1", database.value(OF_TICKS));
        }
    }

    @Test
    void waitForTheNextDateIfTheFileIsLocked() throws Exception {
        TickDatabase store = TickDatabase.open(file);
        write(store, part("2026-11-27"));
        store.close();
        try (Connection connection = connect();
                Connection other = connect();
                Statement lock = other.createStatement()) {
            Statistics statistics = new Statistics(connection, 0, 1_000_000);
            lock.execute("BEGIN IMMEDIATE");
            statistics.refresh("2026-11-27");
            lock.execute("ROLLBACK");
            statistics.refresh("2026-11-27");
            assertEquals(TYPICAL, database.value(OF_TICKS));
            statistics.refresh("2026-11-28");
            assertEquals("1 1 1", database.value(OF_TICKS));
        }
    }

    @Test
    void areNoDifferenceFromTheLayoutAsAViewOfAnotherDefinitionIs() throws Exception {
        TickDatabase.open(file).close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE notes (text)");
            statement.execute("INSERT INTO notes VALUES ('mine')");
            statement.execute("CREATE INDEX notes_by_text ON notes (text)");
            statement.execute("CREATE VIEW best AS SELECT * FROM tick_depths WHERE level = 0");
            statement.execute("ANALYZE");
            assertEquals("notes_by_text", database.value("SELECT DISTINCT idx FROM sqlite_stat4 WHERE tbl = 'notes'"));
            assertNull(Schema.difference(connection));
            statement.execute("DROP TABLE sqlite_stat1");
            assertNull(Schema.difference(connection));

            String view = database.value("SELECT sql FROM sqlite_master WHERE name = 'tick_depths'");
            statement.execute("DROP VIEW tick_depths");
            assertEquals("it has no view tick_depths", Schema.difference(connection));
            statement.execute(view.replace("WHEN 0 THEN t.bid_price_0", "WHEN 0 THEN t.bid_price_1"));
            assertEquals("its view tick_depths differs", Schema.difference(connection));
            statement.execute("DROP VIEW tick_depths");
            statement.execute(view);
            statement.execute("DROP INDEX ticks_by_symbol_and_date");
            statement.execute("CREATE INDEX ticks_by_symbol_and_date ON ticks (tradingsymbol)");
            assertEquals("its index ticks_by_symbol_and_date differs", Schema.difference(connection));
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=0");
    }

    private void replace(String stat) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertEquals(
                    1, statement.executeUpdate("UPDATE sqlite_stat1 SET stat = '" + stat + "' WHERE tbl = 'ticks'"));
        }
    }

    private Part part(String tradeDate) {
        Part part = new Part();
        part.ticks()
                .add(new TickEntry(
                        new StreamId(1, sequence++), Ticks.full("NIFTY26NOVFUT").build(), Ticks.TIME, tradeDate));
        return part;
    }
}
