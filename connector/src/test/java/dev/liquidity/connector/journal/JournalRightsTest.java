package dev.liquidity.connector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.journal.JournalFile;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.connector.disk.OwnerOnly;
import dev.liquidity.connector.queue.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalRightsTest {
    @Test
    void letsNoOtherUserReadTheJournal(@TempDir Path place) throws IOException {
        Path directory = place.resolve("journal");
        try (Journal journal = Journal.open(directory);
                JournalWriter writer = new JournalWriter(journal, new Counters())) {
            writer.append(new Arrival.Frame(1, 1_700_000_000_000_000L, new byte[] {0, 1, 0, 1, 0}));
            writer.flush();
        }
        assertEquals("rwx------", rights(directory));
        assertEquals(
                Map.of("lock", "rw-------", "writer-id", "rw-------", "a file of records", "rw-------"),
                rightsWithin(directory));
    }

    @Test
    void narrowsAMarkThatOthersCouldRead(@TempDir Path directory) throws IOException {
        Path mark = Files.writeString(directory.resolve("mark"), "0-0\n");
        Files.setPosixFilePermissions(mark, PosixFilePermissions.fromString("rw-r--r--"));

        OwnerOnly.replace(mark, "1-0\n");

        assertEquals("rw-------", rights(mark));
        assertEquals("1-0\n", Files.readString(mark));
    }

    private static Map<String, String> rightsWithin(Path directory) throws IOException {
        Map<String, String> rights = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                rights.put(JournalFile.lowestIdIn(name) >= 0 ? "a file of records" : name, rights(file));
            }
        }
        return rights;
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
