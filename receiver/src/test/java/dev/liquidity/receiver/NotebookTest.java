package dev.liquidity.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.liquidity.receiver.store.SampleStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's way from ticks to a notebook, as it stands there. */
class NotebookTest {
    @TempDir
    private static Path directory;

    private static String section;

    private record Run(int code, String output) {}

    @BeforeAll
    static void archive() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));
        section = readme.substring(readme.indexOf("\n## From ticks to a notebook\n") + 1)
                .replaceFirst("(?s)\n## .*", "");
        SampleStore.create(Files.createDirectory(directory.resolve("data")).resolve("ticks.db"), 4000);
        Files.writeString(directory.resolve("config.yaml"), "persistence: {dump_interval_seconds: 5}\n");
        Run run = shell("java -jar receiver.jar archive --through 2026-11-25 --keep-days 0");
        assertEquals(0, run.code(), run.output());
        assertTrue(Files.isDirectory(directory.resolve("data/archive/ticks/date=2026-11-25/underlying=BANKNIFTY")));
    }

    private static Run shell(String line) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java") + " -cp '"
                + System.getProperty("java.class.path") + "' " + Receiver.class.getName();
        return run("sh", "-c", line.replace("java -jar receiver.jar", java));
    }

    private static Run run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Run(process.exitValue(), output);
    }

    private static List<String> lines(String language) {
        return Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(section)
                .results()
                .map(MatchResult::group)
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("```"))
                .toList();
    }

    @Test
    void answersAndExports() throws Exception {
        List<String> commands = new ArrayList<>();
        for (String line : lines("bash")) {
            Run run = shell(line);
            assertEquals(0, run.code(), run.output());
            commands.add(line.split(" ")[3]);
            if (line.contains(" query ")) {
                assertTrue(run.output().contains("2026-11-23  BANKNIFTY"), run.output());
                assertTrue(run.output().endsWith("(8 rows)\n"), run.output());
            }
        }
        assertEquals(List.of("archive", "query", "export"), commands);
        List<String> day = Files.readAllLines(directory.resolve("day.csv"));
        assertTrue(day.size() > 400, () -> "ticks: " + day.size());
        assertTrue(day.stream().skip(1).allMatch(line -> line.contains("BANKNIFTY") || line.contains("NIFTY 50")));
    }

    @Test
    void isATableForPandas() throws Exception {
        assertTrue(section.contains("\nimport pandas\n"), section);
        assumeTrue(
                run("sh", "-c", "python3 -c 'import pandas, pyarrow'").code() == 0,
                "there is no python3 with pandas and pyarrow");
        Run run = run("python3", "-c", String.join("\n", lines("python")));
        assertEquals(0, run.code(), run.output());
        assertTrue(run.output().contains("BANKNIFTY26NOVFUT"), run.output());
    }
}
