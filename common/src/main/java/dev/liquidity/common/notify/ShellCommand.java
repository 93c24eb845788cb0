package dev.liquidity.common.notify;

import dev.liquidity.common.notify.NotSentException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command of the user's with the text on its standard input.
 *
 * @param output where what it prints goes, which may be a secret
 */
record ShellCommand(String command, Redirect output, long patienceSeconds) implements Channel {
    @Override
    public String name() {
        return "command";
    }

    @Override
    public void send(Outbox.Digest digest) throws NotSentException, InterruptedException {
        Process process = start();
        try {
            // Fits in the pipe, so it does not wait for the command.
            try (OutputStream in = process.getOutputStream()) {
                in.write((digest.text() + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The command does not read it: its exit code counts.
            }
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                throw new NotSentException(Kind.DOUBTFUL, "not over after " + patienceSeconds + " s, and ended", 0);
            }
            if (process.exitValue() != 0) {
                String why = "exit code " + process.exitValue() + " (--test-notify shows what it prints)";
                throw new NotSentException(Kind.REFUSED, why, 0);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() throws NotSentException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
        try {
            return builder.redirectOutput(output).redirectError(output).start();
        } catch (IOException e) {
            throw new NotSentException(Kind.PASSING, "there is no sh, or too little memory", 0);
        }
    }
}
