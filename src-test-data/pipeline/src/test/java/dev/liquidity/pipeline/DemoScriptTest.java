package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code scripts/demo.sh} refuses, each time with one line that says what to do, before it starts or deletes
 * anything.
 */
class DemoScriptTest {
    private static final String HELP = "; scripts/demo.sh --help lists the flags";

    @TempDir
    Path directory;

    private record Run(int code, String output) {}

    private Run demo(Map<String, String> environment, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("bash", Document.ROOT.resolve("scripts/demo.sh").toString(), "--no-build"));
        command.addAll(List.of(flags));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().merge("PATH", System.getProperty("java.home") + "/bin:", (path, java) -> java + path);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return new Run(process.exitValue(), output.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --fast           | unknown flag --fast
                    --rate           | --rate needs a value
                    --rate fast      | --rate takes market, max or a number from 1 to 100000, not fast
                    --rate 0         | --rate takes market, max or a number from 1 to 100000, not 0
                    --rate 100001    | --rate takes market, max or a number from 1 to 100000, not 100001
                    --minutes x      | --minutes takes a number above 0, not x
                    --seconds 0      | --minutes and --seconds take a number above 0
                    --redis here     | --redis takes HOST:PORT or HOST:PORT/DB, not here
                    """)
    void refusesAWrongFlag(String flags, String message) throws Exception {
        assertEquals(new Run(2, "demo: " + message + HELP), demo(Map.of(), flags.split(" ")));
    }

    @Test
    void refusesAJavaHomeWithoutJava() throws Exception {
        assertEquals(
                new Run(1, "demo: JAVA_HOME is " + directory + ", which has no bin/java: correct or unset it"),
                demo(Map.of("JAVA_HOME", directory.toString())));
    }

    @Test
    void saysWhichJavaItTakesAndRefusesAnOldOne() throws Exception {
        Path java = directory.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Run run = demo(Map.of("JAVA_HOME", directory.toString()));
        assertEquals(1, run.code());
        List<String> lines = run.output().lines().toList();
        assertEquals(2, lines.size(), run.output());
        assertTrue(lines.get(0).startsWith("JAVA_HOME is not the java on the path ("), run.output());
        assertEquals("demo: " + java + " is Java 11: a JDK 17 or later is needed", lines.get(1));
    }

    @Test
    void deletesNeitherAnEarlierDemoNorAnotherDirectoryWithoutBeingAsked() throws Exception {
        Path used = Files.createDirectory(directory.resolve("used"));
        Path file = Files.createFile(used.resolve("ticks.db"));
        assertEquals(
                new Run(1, "demo: " + used + " holds something else: name another directory with --dir"),
                demo(Map.of(), "--replace", "--dir", used.toString()));
        Files.createFile(used.resolve(".demo"));
        assertEquals(
                new Run(
                        1,
                        "demo: " + used
                                + " holds an earlier demo: add --replace to delete it, or name another directory"
                                + " with --dir"),
                demo(Map.of(), "--dir", used.toString()));
        assertTrue(Files.exists(file));
    }
}
