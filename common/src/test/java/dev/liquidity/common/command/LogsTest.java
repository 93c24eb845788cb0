package dev.liquidity.common.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogsTest {
    @ParameterizedTest
    @CsvSource({
        "./logs/app.log, ./logs/app-connector.log",
        "app, app-connector",
        "/var/log/a.b/ticks.of.day.txt, /var/log/a.b/ticks.of.day-connector.txt",
        "logs.d/app, logs.d/app-connector",
        ".log, .log-connector",
    })
    void putsTheProcessNameBeforeTheExtension(Path configured, Path expected) {
        assertEquals(expected, Logs.file(configured, "connector"));
    }
}
