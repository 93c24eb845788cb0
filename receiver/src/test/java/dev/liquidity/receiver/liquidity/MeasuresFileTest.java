package dev.liquidity.receiver.liquidity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.RunningReceiver;
import dev.liquidity.receiver.archive.Query;
import dev.liquidity.receiver.store.SampleDay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/MEASURES.md} says what the measures are, and its queries work. */
class MeasuresFileTest {
    @TempDir
    private Path directory;

    private static String text() throws IOException {
        return Files.readString(Path.of("../scripts/MEASURES.md"));
    }

    @Test
    void eachMeasureIsARow() throws IOException {
        List<String> rows =
                text().lines().filter(line -> line.startsWith("| `")).toList();
        assertEquals(
                Measure.ALL.stream()
                        .map(m -> "| `%s` | %s | %s | `%s` |".formatted(m.name(), m.unit(), m.meaning(), m.sql()))
                        .toList(),
                rows);
    }

    @Test
    void theExamplesHaveAnswers() throws Exception {
        Path database = directory.resolve("ticks.db");
        SampleDay.write(database, LocalDate.parse("2026-11-25"), 20_000, 2);
        Matcher example = Pattern.compile("receiver.jar query \"([^\"]+)\"").matcher(text());
        int examples = 0;
        while (example.find()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Settings.Persistence settings = RunningReceiver.archived(database, directory.resolve("archive"));
            new Query(
                            settings,
                            Duration.ofMinutes(1),
                            new StopSignal(),
                            new PrintStream(out, true, StandardCharsets.UTF_8))
                    .print(example.group(1), true);
            List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
            assertTrue(lines.size() > 1, example.group(1));
            assertTrue(lines.get(1).matches(".*\\d\\.\\d.*"), lines.get(1));
            examples++;
        }
        assertEquals(3, examples);
    }
}
