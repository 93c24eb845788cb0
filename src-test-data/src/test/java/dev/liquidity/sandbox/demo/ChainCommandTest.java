package dev.liquidity.sandbox.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** On a store of the receiver's layout, reduced to what is read. */
class ChainCommandTest {
    @TempDir
    Path directory;

    private Path db;

    @BeforeEach
    void makeStore() throws SQLException {
        db = directory.resolve("ticks.db");
        execute(
                "CREATE TABLE ticks (id INTEGER PRIMARY KEY, tradingsymbol TEXT, exchange_timestamp TEXT,"
                        + " last_price REAL, volume_traded INTEGER, trade_date TEXT)",
                "CREATE TABLE tick_depths (tick_id INTEGER, side TEXT, level INTEGER, price REAL)",
                "CREATE TABLE instruments (trade_date TEXT, tradingsymbol TEXT, name TEXT, expiry TEXT, strike REAL,"
                        + " instrument_type TEXT)",
                "CREATE TABLE feed_gaps (socket INTEGER, from_time TEXT, to_time TEXT, reason TEXT)",
                "CREATE TABLE rejected_entries (reason TEXT)");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void instrument(String symbol, String expiry, int strike, String type) throws SQLException {
        execute("INSERT INTO instruments VALUES ('2026-11-26', '" + symbol + "', 'NIFTY', '" + expiry + "', " + strike
                + ", '" + type + "')");
    }

    private void tick(int id, String symbol, double price, int volume) throws SQLException {
        execute("INSERT INTO ticks VALUES (" + id + ", '" + symbol + "', '2026-11-26T10:15:0" + id % 10 + "', " + price
                + ", " + volume + ", '2026-11-26')");
    }

    private String run(String... arguments) {
        PrintStream usual = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertEquals(0, new CommandLine(new ChainCommand()).execute(arguments));
            return bytes.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(usual);
        }
    }

    @Test
    void showsTheStrikesNearestToTheSpotOfTheNearestExpiry() throws SQLException, IOException {
        for (int strike = 24_500; strike <= 24_900; strike += 100) {
            instrument("D01" + strike + "CE", "2026-12-01", strike, "CE");
            instrument("D01" + strike + "PE", "2026-12-01", strike, "PE");
            instrument("D08" + strike + "CE", "2026-12-08", strike, "CE");
        }
        tick(1, "NIFTY 50", 24_500, 0);
        tick(2, "NIFTY 50", 24_710.25, 0);
        tick(3, "D0124700CE", 175, 900);
        tick(4, "D0124700CE", 175.6, 2_008_240);
        execute(
                "INSERT INTO tick_depths VALUES (3, 'buy', 0, 1), (4, 'buy', 0, 175.3), (4, 'buy', 1, 175.2),"
                        + " (4, 'sell', 0, 175.85)",
                "INSERT INTO feed_gaps VALUES (2, '2026-11-26T10:15:01.5', '2026-11-26T10:15:03', 'cut')");
        Path journal = Files.createDirectory(directory.resolve("journal"));
        Files.write(journal.resolve("a"), new byte[1_500_000]);

        String text = run("--db=" + db, "--journal=" + journal, "--strikes=3");
        assertEquals("""
                NIFTY 50 24,710.25 at 10:15:02, options expiring on 2026-12-01

                  call bid       ask      volume       strike     put bid       ask      volume
                         -         -           -       24,600           -         -           -
                    175.30    175.85   2,008,240       24,700           -         -           -
                         -         -           -       24,800           -         -           -

                stored   4 ticks of 2 instruments
                holes    1: socket 2, 10:15:01 to 10:15:03: cut
                disk     0.0 MB in ticks.db (%,d bytes a tick), 1.5 MB in the journal
                """.formatted(Files.size(db) / 4), text);
    }

    @Test
    void leavesOutTheChainOfAnUnderlyingWithoutOptions() {
        assertEquals("""
                stored   0 ticks of 0 instruments
                holes    none
                disk     0.0 MB in ticks.db
                """, run("--db=" + db, "--symbol=RELIANCE"));
    }
}
