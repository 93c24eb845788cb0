package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TickWayTest {
    @TempDir
    Path directory;

    private final TestRedis redis = new TestRedis();
    private Database database;
    private RunningReceiver receiver;

    @BeforeEach
    void start() {
        Path file = directory.resolve("data/ticks.db");
        database = new Database(file);
        receiver = RunningReceiver.start(RunningReceiver.settings(redis, file.toString()));
    }

    @AfterEach
    void close() {
        receiver.close();
        redis.close();
    }

    @Test
    void storesATickWithItsDepthAndAcknowledgesIt() throws Exception {
        redis.add("1763786701000-3", Ticks.full("NIFTY26DEC24700CE").build());

        redis.awaitAcknowledged();
        assertEquals(
                List.of((1763786701000L << 21 | 3)
                        + "|9287170|NIFTY26DEC24700CE|2026-11-22T10:15:01|2026-11-22T10:15:00"
                        + "|163.95|75|163.92|3000000000|124|83|163.75|168.95|158.95|99.0|65.6061"
                        + "|1041|5000|1000|full|2026-11-22T10:15:02.000250|2026-11-22"
                        + "|163.9|75|1|163.85|150|2|163.8|225|3|163.75|300|4|163.7|375|5"
                        + "|164.0|450|6|164.05|525|7|164.1|600|8|164.15|675|9|164.2|750|10"),
                database.rows("SELECT * FROM ticks"));
        assertEquals(
                List.of(
                        "buy|0|163.9|75|1",
                        "buy|1|163.85|150|2",
                        "buy|2|163.8|225|3",
                        "buy|3|163.75|300|4",
                        "buy|4|163.7|375|5",
                        "sell|0|164.0|450|6",
                        "sell|1|164.05|525|7",
                        "sell|2|164.1|600|8",
                        "sell|3|164.15|675|9",
                        "sell|4|164.2|750|10"),
                database.rows("SELECT side, level, price, quantity, orders FROM tick_depths ORDER BY side, level"));
    }
}
