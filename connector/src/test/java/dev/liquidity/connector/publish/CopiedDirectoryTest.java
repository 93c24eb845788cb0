package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.HostName;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.StreamWriter;
import dev.liquidity.connector.TestSettings;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal and its copy, each with a connector on the same stream; and a journal that the host's reboot left. */
@Timeout(60)
class CopiedDirectoryTest {
    private static final int MAX = 100_000;

    @TempDir
    Path directory;

    @Test
    void refusesACopyBesideItsOriginalAndTakesItInItsPlace(@TempDir Path parent) throws IOException {
        Path copy = parent.resolve("copy");
        try (RedisServer server = RedisServer.launch(0, null)) {
            try (Publishing publishing = open(server, directory)) {
                publishing.createGroup();
                publishing.journal(500);
                publishing.awaitLength(500);
                copy(directory, copy);
                UserException refusal = assertThrows(UserException.class, () -> open(server, copy));
                assertEquals(ExitCode.REDIS, refusal.exitCode());
                for (String part : List.of(
                        "process " + ProcessHandle.current().pid() + " on " + HostName.get(),
                        directory.toString(),
                        "this is a copy")) {
                    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
                }
                publishing.journal(500);
                publishing.audit();
                assertFalse(publishing.stop().isRequested(), "the original goes on");
            }
            try (Publishing publishing = open(server, copy)) {
                publishing.awaitLength(1_000);
            }
        }
    }

    @Test
    void waitsForTheLeaseThatAnEarlierBootLeft() throws IOException {
        try (RedisServer server = RedisServer.launch(0, null)) {
            try (Publishing publishing = open(server, directory)) {
                String owner = publishing.journal().owner().replaceAll("@[^/]*/", "@another-boot/");
                String left = new String(new StreamWriter(owner, "process 7 on this host", "").encode());
                publishing.journal(500);
                publishing.awaitLength(500);
                publishing.abandon();
                publishing.command("SET", Keys.writer(TestSettings.STREAM), left, "PX", "1500");
                publishing.reopen();
                publishing.journal(500);
                publishing.awaitLength(1_000);
                publishing.audit();
            }
        }
    }

    private static Publishing open(RedisServer server, Path directory) throws IOException {
        return new Publishing(directory, TestSettings.redis(server, MAX));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
