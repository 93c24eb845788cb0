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

    @Test
    void coloursTheLevelOfAWarningAndOfAnErrorInATerminalOnly() {
        assertEquals("\033[33mWARN\033[0m  WARN is a word", line(true, Level.WARN, "WARN is a word"));
        assertEquals("\033[1;31mERROR\033[0m " + "x".repeat(105), line(true, Level.ERROR, "x".repeat(105)));
        assertEquals("INFO  a word", line(true, Level.INFO, "a word"));
        assertEquals("ERROR a word", line(false, Level.ERROR, "a word"));
    }

    private String line(boolean isColoured, Level level, String message) {
        return line(isColoured, level, message, null).strip().substring("09:15:00 ".length());
    }

    private String line(String message, Throwable failure) {
        return line(false, Level.INFO, message, failure);
    }

    private String line(boolean isColoured, Level level, String message, Throwable failure) {
        Masks masks = Masks.of(SettingsReader.read(Path.of("none.yaml"), false, Map.of(), Map.of(), Role.RECEIVER)
                .settings());
        ConsoleLayout layout = new ConsoleLayout(masks, isColoured);
        layout.setContext(context);
        layout.start();
        return layout.doLayout(new LoggingEvent("", context.getLogger("test"), level, message, failure, new Object[0]));
    }
}
