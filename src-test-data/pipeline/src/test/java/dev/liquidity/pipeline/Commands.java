package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs a command of the system. */
final class Commands {
    private Commands() {}

    /**
     * Runs a command to its end.
     *
     * @return its output
     * @throws IOException when it ends with anything but 0
     */
    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + code + ": " + said);
            }
            return said;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
