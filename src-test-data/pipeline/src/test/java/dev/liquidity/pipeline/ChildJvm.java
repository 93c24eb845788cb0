package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of the two jars as a process, started as a user would, in a directory with a config.yaml. It ends with its parent, however that
 * ends: a watching shell kills it when its own standard input closes.
 */
final class ChildJvm implements AutoCloseable {
    private static final List<String> SPARING =
            List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.timezone=America/New_York");
    private static final long END_SECONDS = 20;

    private final String name;
    private final Path directory;
    private final List<String> command;
    private Process process;
    private Process watcher;

    /**
     * @param name of its output file, {@code name.out}
     * @param directory where it works
     */
    ChildJvm(String name, Path directory, Path jar, List<String> arguments) {
        this.name = name;
        this.directory = directory;
        command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SPARING);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(arguments);
    }

    synchronized void start() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        Files.createDirectories(directory);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        // What the machine's user has set for a real one is not for these.
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("ZERODHA_") || key.startsWith("REDIS_") || key.startsWith("TELEGRAM_"));
        process = builder.start();
        watcher = new ProcessBuilder("sh", "-c", "read line; kill -9 " + process.pid() + " 2>/dev/null").start();
    }

    Path output() {
        return directory.resolve(name + ".out");
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    synchronized long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    void kill() throws IOException {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM; its exit code. */
    int stop() throws IOException {
        process.destroy();
        return awaitExit();
    }

    /** Waits for its end; its exit code. */
    int awaitExit() throws IOException {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " has not ended within " + END_SECONDS + " s");
            }
            // Not before: its number may belong to another by now.
            watcher.destroyForcibly();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** SIGSTOP. */
    void freeze() throws IOException {
        Commands.run("sh", "-c", "kill -STOP " + pid());
    }

    /** SIGCONT. */
    void thaw() throws IOException {
        Commands.run("sh", "-c", "kill -CONT " + pid());
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroyForcibly();
            watcher.destroyForcibly();
        }
    }
}
