package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However often the receiver starts, and however it ends, it leaves nothing in the temporary directory. */
class TemporaryFilesIT {
    private static final int STARTS = 5;

    @TempDir
    Path directory;

    @Test
    void leavesNone() throws IOException {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (RedisServer redis = RedisServer.launch()) {
            new ConfigFile().redis(redis.host(), redis.port()).writeInto(directory);
            for (int i = 0; i < STARTS; i++) {
                try (ChildProcess run = start(temporary)) {
                    assertEquals(0, run.terminate(), run::toString);
                }
                assertEquals(List.of(), files(temporary));
            }
            try (ChildProcess run = start(temporary)) {
                run.kill();
            }
            assertEquals(List.of(), files(temporary));
            try (ChildProcess run = start(temporary)) {
                assertEquals(0, run.terminate(), run::toString);
            }
        }
        assertEquals(List.of(), files(temporary));
    }

    private ChildProcess start(Path temporary) throws IOException {
        ChildProcess run = Jar.start(directory, List.of("-Djava.io.tmpdir=" + temporary), Map.of(), "receiver");
        run.awaitOut("Consuming ticks:raw");
        return run;
    }

    private static List<Path> files(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }
}
