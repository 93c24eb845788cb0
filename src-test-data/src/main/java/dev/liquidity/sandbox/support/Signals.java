package dev.liquidity.sandbox.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends signals with the shell's own kill: a bare machine has no program of that name. */
final class Signals {
    private Signals() {}

    static void send(String name, long pid) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                .redirectErrorStream(true)
                .start();
        String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("kill -" + name + " " + pid + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
