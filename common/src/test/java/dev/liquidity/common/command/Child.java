package dev.liquidity.common.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link ChildProgram} in a process and a working directory of its own. */
final class Child implements AutoCloseable {
    private static final String DEFAULT_SIGNALS = "--default-signal=INT,HUP";
    private static final long PATIENCE_SECONDS = 40;

    private final Process process;
    private final Path out;
    private final Path err;

    private Child(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Child start(Path directory, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        if (canResetSignals()) {
            // A build that a shell started in the background ignores SIGINT, one under nohup SIGHUP, and so would the
            // child.
            command.addAll(List.of("env", DEFAULT_SIGNALS));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=America/New_York",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ChildProgram.class.getName()));
        command.addAll(List.of(args));
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(ZERODHA|REDIS|TELEGRAM|JAVA|JDK)_.*"));
        return new Child(builder.start(), out, err);
    }

    private static boolean canResetSignals() throws IOException {
        try {
            Process probe = new ProcessBuilder("env", DEFAULT_SIGNALS, "true").start();
            return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until stdout contains a text. */
    Child awaitOut(String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!out().contains(text)) {
            assertTrue(process.isAlive() || out().contains(text), "It ended without '" + text + "': " + out() + err());
            assertTrue(System.nanoTime() < deadline, "No '" + text + "' in time: " + out() + err());
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return this;
    }

    /** Sends a signal by its name. */
    Child kill(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertTrue(kill.waitFor(10, TimeUnit.SECONDS) && kill.exitValue() == 0, "kill -" + signal);
        return this;
    }

    int exitCode() throws IOException, InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "It does not end: " + out() + err());
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
