package dev.liquidity.common.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.SettingsReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleLayoutTest {
    private static final int HEAD = "09:15:00 INFO  ".length();

    private final LoggerContext context = new LoggerContext();

    @Test
    void foldsAMessageThatIsLongerThanALine() {
        String message = "a word and another ".repeat(20).strip();
        String text = line(message, null);
        for (String line : text.lines().toList()) {
            assertTrue(line.length() <= ConsoleLayout.COLUMNS, line);
            assertTrue(line.length() > HEAD, line);
        }
        assertEquals(message, text.strip().replaceAll("\\R {15}", " ").substring(HEAD));
        assertTrue(text.endsWith("\n"), text);
    }

    @Test
    void leavesALineThatFitsAndAWordThatDoesNot() {
        String fits = "x".repeat(ConsoleLayout.COLUMNS - HEAD);
        assertEquals(fits + "\n", line(fits, null).substring(HEAD));
        String word = "x".repeat(ConsoleLayout.COLUMNS);
        assertEquals(word + "\n               end\n", line(word + " end", null).substring(HEAD));
    }

    @Test
    void keepsTheExceptionBelowAsItIs() {
        String text = line("failed", new IllegalStateException("long ".repeat(40)));
        assertTrue(text.contains("failed\njava.lang.IllegalStateException: " + "long ".repeat(40)), text);
    }

    private String line(String message, Throwable failure) {
        Masks masks = Masks.of(SettingsReader.read(Path.of("none.yaml"), false, Map.of(), Map.of(), Role.RECEIVER)
                .settings());
        ConsoleLayout layout = new ConsoleLayout(masks);
        layout.setContext(context);
        layout.start();
        return layout.doLayout(
                new LoggingEvent("", context.getLogger("test"), Level.INFO, message, failure, new Object[0]));
    }
}
