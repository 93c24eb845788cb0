package dev.liquidity.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The repository's {@code config.yaml}: it lists every key, with its default, and works once the placeholders are
 * replaced.
 */
class ExampleFileTest {
    private static final Path EXAMPLE = Path.of("..", "config.yaml");

    @TempDir
    private Path directory;

    private Path copy;

    /** Away from a config.local.yaml that somebody has beside it. */
    @BeforeEach
    void copyIt() throws IOException {
        copy = Files.copy(EXAMPLE, directory.resolve("config.yaml"));
    }

    @Test
    void configuresTheReceiverWithEveryDefault() {
        Configuration ofExample = SettingsReader.read(copy, true, Map.of(), Map.of(), Role.RECEIVER);
        Configuration ofNothing =
                SettingsReader.read(directory.resolve("no-such.yaml"), false, Map.of(), Map.of(), Role.RECEIVER);

        assertEquals(ofNothing.settings(), ofExample.settings());
        assertEquals(List.of(), ofExample.warnings());
    }

    @Test
    void namesThePlaceholdersThatTheConnectorNeedsReplaced() {
        UserException failure = assertThrows(
                UserException.class, () -> SettingsReader.read(copy, true, Map.of(), Map.of(), Role.CONNECTOR));

        List<String> lines = failure.getMessage().lines().toList();
        assertEquals(6, lines.size(), failure.getMessage());
        assertEquals(
                "  zerodha.api_key: still holds a placeholder; java -jar connector.jar --init asks for it,"
                        + " or set ZERODHA_API_KEY in the environment",
                lines.get(1));
        assertTrue(lines.stream().skip(1).allMatch(line -> line.contains("still holds a placeholder")));
    }

    @Test
    void hasEveryKeyAndNamesEveryVariable() throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLE);
        for (Key<?> key : Schema.keys().values()) {
            assertEquals(
                    Schema.keys().values().stream()
                            .filter(other -> other.name().equals(key.name()))
                            .count(),
                    lines.stream()
                            .filter(line -> line.strip().startsWith(key.name() + ":"))
                            .count(),
                    key.path());
            if (key.variable() != null) {
                assertTrue(lines.stream().anyMatch(line -> line.contains("or " + key.variable())), key.variable());
            }
        }
    }
}
