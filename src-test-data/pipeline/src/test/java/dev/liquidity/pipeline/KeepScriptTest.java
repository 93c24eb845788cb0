package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/keep.sh} with a java that ends with the codes that a test gives it, one after the other. */
class KeepScriptTest {
    @TempDir
    Path directory;

    private Process keep;

    @AfterEach
    void leaveNothingRunning() {
        keep.descendants().forEach(ProcessHandle::destroyForcibly);
        keep.destroyForcibly();
    }

    private void keep(String codes, String... flags) throws IOException {
        Path java = Files.createDirectory(directory.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                echo "$@" >>started
                code=$(echo %s | cut -d' ' -f$(wc -l <started))
                if [ "$code" != stay ]; then exit $code; fi
                trap 'exit 0' TERM
                while :; do sleep 0.05; done
                """.formatted(codes));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(Document.ROOT.resolve("scripts/keep.sh"), directory.resolve("keep.sh"));
        ProcessBuilder builder =
                new ProcessBuilder("sh", directory.resolve("keep.sh").toString());
        builder.command().addAll(List.of(flags));
        builder.redirectError(directory.resolve("said").toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", directory.toString());
        builder.environment().put("KEEP_SECONDS", "0.01");
        builder.environment().remove("JAVA_FLAGS");
        keep = builder.start();
    }

    private List<String> lines(String file) throws IOException {
        Path path = directory.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    private void await(String file, String line) throws IOException, InterruptedException {
        for (int waits = 0; !lines(file).contains(line); waits++) {
            assertTrue(waits < 1200, () -> file + " has no line " + line);
            Thread.sleep(50);
        }
    }

    /** 1, 4, 6 and a kill (137) are mended by a restart; configuration, login and nothing to subscribe are not. */
    @ParameterizedTest
    @CsvSource({"1 4 6 137 0, 0, 5", "2, 2, 1", "4 3 0, 3, 2", "5, 5, 1", "0, 0, 1"})
    void startsAgainAfterWhatARestartMends(String codes, int code, int starts) throws Exception {
        keep(codes, "connector.jar", "--symbol", "NIFTY");
        assertTrue(keep.waitFor(60, TimeUnit.SECONDS));
        assertEquals(code, keep.exitValue());
        assertEquals(starts, lines("started").size());
        assertEquals(
                "-Xmx96m -XX:+UseSerialGC -jar connector.jar --symbol NIFTY",
                lines("started").get(0));
    }

    @Test
    void passesASignalOnAndEndsWithTheProgram() throws Exception {
        keep("4 stay", "receiver.jar");
        await("said", "keep.sh: receiver.jar ended with exit code 4; starting it again in 0.01 s");
        for (int waits = 0; lines("started").size() < 2; waits++) {
            assertTrue(waits < 1200);
            Thread.sleep(50);
        }
        Thread.sleep(200); // until the shell that plays java has set its trap; if not, it ends with 143, which is taken
        keep.destroy();
        assertTrue(keep.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keep.exitValue());
        assertEquals(2, lines("started").size());
    }

    @Test
    void holdsAContainerAfterARefusedLoginUntilItIsStopped() throws Exception {
        keep("3 3 3", "--hold", "connector.jar");
        await("said", "keep.sh: connector.jar ended with exit code 3, which a restart does not mend");
        assertFalse(keep.waitFor(300, TimeUnit.MILLISECONDS));
        assertEquals(1, lines("started").size());
        keep.destroy();
        assertTrue(keep.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keep.exitValue());
    }
}
