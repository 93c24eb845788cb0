package dev.liquidity.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @Test
    void saysOfEachFigureWhetherItsBarIsMet(@TempDir Path directory) throws Exception {
        Report report = new Report(Map.of("machine", "one \"core\""));
        report.add(new Figure("a", "fast", 150_000, "ticks/s", Bar.atLeast(150_000), ""));
        report.add(new Figure("a", "slow", 5.1, "ms", Bar.atMost(5), "why"));
        report.add("b", "plain", Double.NaN, "B", "");
        report.failed("b", new IllegalStateException("broken"));

        String table = report.table();
        assertTrue(table.contains("≥ 150,000  met"), table);
        assertTrue(table.contains("≤ 5        MISSED why"), table);
        assertTrue(table.contains("FAILED b: java.lang.IllegalStateException: broken"), table);
        assertFalse(report.isComplete());
        assertEquals(150_000, report.value("a", "fast").orElseThrow());
        assertTrue(report.value("a", "none").isEmpty());

        Path file = directory.resolve("bench.json");
        report.writeJson(file);
        String json = Files.readString(file).replaceAll("\\s+", "");
        assertTrue(json.contains("\"machine\":\"one\\\"core\\\"\""), json);
        assertTrue(json.contains("\"value\":5.1,\"unit\":\"ms\",\"at_most\":5.0,\"met\":false,\"note\":\"why\""), json);
        assertTrue(json.contains("\"name\":\"plain\",\"value\":null"), json);
    }
}
