package dev.liquidity.sandbox.look;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.sandbox.support.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is printed is what redis-cli and sqlite3 print, as it was seen there. */
class LookTest {
    @TempDir
    Path directory;

    private record Run(int code, String output) {
        static Run of(Object command, String... arguments) {
            PrintStream usual = System.out;
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            try {
                int code = new CommandLine(command).setStopAtPositional(true).execute(arguments);
                return new Run(code, bytes.toString(StandardCharsets.UTF_8));
            } finally {
                System.setOut(usual);
            }
        }
    }

    @Test
    void printsRepliesAsRedisCliDoes() throws IOException {
        try (RedisServer redis = RedisServer.launch(0, directory)) {
            String address = redis.host() + ":" + redis.port();
            assertEquals(new Run(0, "(integer) 3\n"), redis(address, "RPUSH", "l", "a b", "\"q\"\\", "é\n"));
            assertEquals(new Run(0, """
                            1) "a b"
                            2) "\\"q\\"\\\\"
                            3) "\\xc3\\xa9\\n"
                            """), redis(address, "LRANGE", "l", "0", "-1"));
            assertEquals(new Run(0, "(empty array)\n"), redis(address, "KEYS", "nothing*"));
            assertEquals(new Run(0, "(nil)\n"), redis(address, "GET", "nothing"));
            assertEquals(new Run(0, "(integer) 0\n"), redis(address + "/3", "DBSIZE"));
            assertEquals(1, redis(address, "GET", "l").code());

            redis(address, "XADD", "s", "5-1", "data", "x");
            assertEquals(new Run(0, """
                            1) 1) "5-1"
                               2) 1) "data"
                                  2) "x"
                            """), redis(address, "XRANGE", "s", "-", "+"));
        }
    }

    @Test
    void alignsTheNumbersOfALongReply() throws IOException {
        try (RedisServer redis = RedisServer.launch(0, directory)) {
            String address = redis.host() + ":" + redis.port();
            redis(address, "RPUSH", "l", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
            String[] lines = redis(address, "LRANGE", "l", "0", "-1").output().split("\n");
            assertEquals(" 1) \"0\"", lines[0]);
            assertEquals("10) \"9\"", lines[9]);
        }
    }

    private static Run redis(String... arguments) {
        return Run.of(new RedisCommand(), arguments);
    }

    @Test
    void printsRowsAsSqlite3Does() throws SQLException {
        Path file = directory.resolve("t.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (name TEXT, price REAL)");
            statement.execute("INSERT INTO t VALUES ('NIFTY 50', 24710.6), ('X', 100), ('Y', NULL)");
        }
        String query = "SELECT name, price FROM t ORDER BY name";
        assertEquals(new Run(0, "NIFTY 50|24710.6\nX|100.0\nY|\n"), Run.of(new SqlCommand(), file.toString(), query));
        assertEquals(
                new Run(
                        0,
                        "name      price  \n--------  -------\n"
                                + "NIFTY 50  24710.6\nX         100.0  \nY                \n"),
                Run.of(new SqlCommand(), "-header", "-column", file.toString(), query));
        assertEquals(new Run(0, ""), Run.of(new SqlCommand(), "-header", file.toString(), query + " LIMIT 0"));
    }

    @Test
    void failsOnAMissingFileOrAWrongQueryAndWritesNothing() throws SQLException {
        Path file = directory.resolve("t.db");
        assertEquals(1, Run.of(new SqlCommand(), file.toString(), "SELECT 1").code());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (n INTEGER)");
        }
        assertEquals(
                1, Run.of(new SqlCommand(), file.toString(), "SELECT m FROM t").code());
        assertEquals(
                1,
                Run.of(new SqlCommand(), file.toString(), "INSERT INTO t VALUES (1)")
                        .code());
        assertEquals(new Run(0, "0\n"), Run.of(new SqlCommand(), file.toString(), "SELECT count(*) FROM t"));
    }
}
