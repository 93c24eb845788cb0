package dev.liquidity.sandbox.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A process that can be started again after its end. It does not outlive this program: a watcher (a shell reading a
 * pipe) kills it when the pipe ends. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Path out;
    private final Path err;
    private final ProcessBuilder builder;
    private volatile Process process;
    private volatile Process watcher;

    private ChildProcess(Builder settings) throws IOException {
        name = settings.name;
        Files.createDirectories(settings.directory);
        out = Files.createTempFile(settings.directory, name + "-", ".out");
        err = settings.errorsApart ? Files.createTempFile(settings.directory, name + "-", ".err") : out;
        builder = new ProcessBuilder(settings.command)
                .directory(settings.directory.toFile())
                .redirectErrorStream(!settings.errorsApart)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
        if (settings.errorsApart) {
            builder.redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        }
        // The programs read these; what the machine's user has set is not meant for them.
        builder.environment().keySet().removeIf(key -> key.matches("(ZERODHA|REDIS|TELEGRAM|JAVA_TOOL|JDK_JAVA)_.*"));
        builder.environment().putAll(settings.environment);
    }

    /** How a process is started. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final Path directory;
        private final List<String> command = new ArrayList<>();
        private Map<String, String> environment = Map.of();
        private boolean errorsApart;

        private Builder(String name, Path directory) {
            this.name = name;
            this.directory = directory;
        }

        /** Appends words to the command. */
        public Builder command(String... words) {
            return command(List.of(words));
        }

        /** Appends words to the command. */
        public Builder command(List<String> words) {
            command.addAll(words);
            return this;
        }

        /** Gives it a pipe that is full, and that nobody reads, for both outputs. Call it before all words. */
        public Builder unread() {
            return command(
                    "sh",
                    "-c",
                    "mkfifo full && exec 3<>full && rm full;"
                            + " dd if=/dev/zero of=/dev/fd/3 bs=4096 count=1000 oflag=nonblock 2>/dev/null;"
                            + " exec \"$@\" >&3 2>&3",
                    "sh");
        }

        /** Appends the Java that runs this program. */
        public Builder java() {
            return command(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString());
        }

        /** Sets variables beside those that a user has. */
        public Builder environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        /** Keeps stderr apart from stdout. */
        public Builder errorsApart() {
            errorsApart = true;
            return this;
        }

        /** Makes the process without starting it. */
        public ChildProcess build() throws IOException {
            return new ChildProcess(this);
        }

        /** Makes the process and starts it. */
        public ChildProcess start() throws IOException {
            ChildProcess child = build();
            child.start();
            return child;
        }
    }

    /**
     * @param name of the files with its output: {@code name-….out} and {@code .err} in its directory
     * @param directory where it works; made if absent
     */
    public static Builder builder(String name, Path directory) {
        return new Builder(name, directory);
    }

    /** Starts it, for the first time or again; what it writes is appended. */
    public synchronized void start() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException(name + " is running");
        }
        process = builder.start();
        watcher = new ProcessBuilder("sh", "-c", "read line; kill -9 " + process.pid() + " 2>/dev/null").start();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Of the process that runs, or ran last. */
    public long pid() {
        return process.pid();
    }

    /** All that it wrote to stdout, and to stderr unless that is kept apart. */
    public String out() {
        return read(out);
    }

    /** All that it wrote to stderr. */
    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until {@link #out()} holds a text, also across the lines that a long one is folded into. */
    public void awaitOut(String text) {
        await(
                "'" + text + "' in its output",
                () -> out().replaceAll("\\R +", " ").contains(text));
    }

    /** Waits up to a minute for a condition, while it runs. */
    public void await(String what, Callable<Boolean> condition) {
        boolean[] hasEnded = new boolean[1];
        Await.until(name + ": " + what, PATIENCE, () -> {
            boolean isLast = !isAlive();
            hasEnded[0] = isLast && !condition.call();
            return isLast || condition.call();
        });
        if (hasEnded[0]) {
            throw new AssertionError("It ended before " + what + "; " + this);
        }
    }

    /** Asks it to stop with SIGTERM; its exit code. */
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** Kills it with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Stops it with SIGTERM, also when it is frozen, and kills it when that takes too long. */
    public void stop(Duration patience) {
        Process stopped = process;
        if (stopped == null) {
            return;
        }
        stopped.destroy();
        try {
            signal("CONT");
        } catch (IOException e) {
            // It has ended.
        }
        if (!await(stopped, patience)) {
            kill();
        }
    }

    /** Waits up to a minute for its end; its exit code. */
    public int awaitExit() {
        return awaitExit(PATIENCE);
    }

    /** Waits for its end; its exit code. */
    public int awaitExit(Duration patience) {
        Process ending = process;
        if (!await(ending, patience)) {
            throw new AssertionError(name + " has not ended within " + patience.toSeconds() + " s; " + this);
        }
        return ending.exitValue();
    }

    private boolean await(Process ending, Duration patience) {
        try {
            boolean hasEnded = ending.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (hasEnded) {
                // Not later: another process may have its number by then.
                watcher.destroyForcibly();
            }
            return hasEnded;
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            watcher.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ended", e);
        }
    }

    /** Sends a signal, such as {@code HUP}. */
    public void signal(String name) throws IOException {
        Signals.send(name, pid());
    }

    /** Suspends it (SIGSTOP): its connections stay open. */
    public void freeze() throws IOException {
        signal("STOP");
    }

    /** Resumes it (SIGCONT). */
    public void thaw() throws IOException {
        signal("CONT");
    }

    /** Kills it if it runs, and waits for its end, so that it writes no more files. */
    @Override
    public void close() {
        Process ending = process;
        if (ending != null) {
            ending.destroyForcibly();
            await(ending, KILL_PATIENCE);
        }
    }

    @Override
    public String toString() {
        return name + " wrote:\n" + out() + (err.equals(out) ? "" : "\nand to stderr:\n" + err());
    }
}
