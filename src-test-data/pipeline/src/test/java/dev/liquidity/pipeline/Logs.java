package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks into log files. */
final class Logs {
    private Logs() {}

    /** The lines with a text in them. */
    static List<String> lines(Path log, String text) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Waits for one more line with a text in it than there is now. */
    static void await(Path log, String text) throws IOException {
        int before = lines(log, text).size();
        Await.until(
                log.getFileName() + " says: " + text,
                Rig.PATIENCE,
                () -> lines(log, text).size() > before);
    }
}
