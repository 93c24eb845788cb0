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
import org.junit.jupiter.api.Test;

/**
 * The repository's {@code config.yaml}: it lists every key, with its default, and works once the placeholders are
 * replaced.
 */
class ExampleFileTest {
    private static final Path EXAMPLE = Path.of("..", "config.yaml");

    @Test
    void configuresTheReceiverWithEveryDefault() {
        Settings ofExample = SettingsReader.read(EXAMPLE, true, Map.of(), Map.of(), Role.RECEIVER);
        Settings ofNothing = SettingsReader.read(Path.of("no-such.yaml"), false, Map.of(), Map.of(), Role.RECEIVER);

        assertEquals(ofNothing, ofExample);
        assertEquals(List.of(), Notices.of(ofExample));
    }

    @Test
    void namesThePlaceholdersThatTheConnectorNeedsReplaced() {
        UserException failure = assertThrows(
                UserException.class, () -> SettingsReader.read(EXAMPLE, true, Map.of(), Map.of(), Role.CONNECTOR));

        List<String> lines = failure.getMessage().lines().toList();
        assertEquals(6, lines.size(), failure.getMessage());
        assertEquals(
                "  zerodha.api_key: still holds a placeholder; put your own value there,"
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
