package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.web.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What holds for every exit code: one plain line with the reason, and no secret anywhere. */
final class ExitCodes {
    private ExitCodes() {}

    /** Asserts exit code 0 and an empty stderr. */
    static void assertDone(int code, ChildProcess run) {
        assertEquals(0, code, run::toString);
        assertEquals("", run.err());
    }

    /** Waits for a run to end with a code, and with one line on stderr that holds some texts. */
    static void assertEnds(int code, ChildProcess run, String program, String... said) {
        assertEquals(code, run.awaitExit(), run::toString);
        List<String> lines = run.err().lines().toList();
        assertEquals(1, lines.size(), run::toString);
        assertTrue(lines.get(0).startsWith(program + ": "), run::toString);
        for (String words : said) {
            assertTrue(lines.get(0).contains(words), () -> "it does not say '" + words + "'; " + run);
        }
        assertFalse(lines.get(0).contains("\tat ") || lines.get(0).contains("Exception:"), run::toString);
    }

    static void assertNoSecret(Path directory, String... more) throws IOException {
        Leaks.assertNone(directory, Credentials.defaults(), more);
    }
}
