package dev.liquidity.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the system under test, with its output in a file. */
public final class Child implements AutoCloseable {
    private static final long STOP_SECONDS = 15;

    private final String name;
    private final Process process;
    private final Path output;

    private Child(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    static Child start(String name, Path directory, List<String> command) throws IOException {
        Path output = directory.resolve(name + ".out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Child(name, process, output);
    }

    /** Its use of processor and memory. */
    public ProcessUse use() {
        return new ProcessUse(process.pid());
    }

    /** All that it wrote. */
    public List<String> output() throws IOException {
        return Files.readAllLines(output);
    }

    /** The last value of a counter ({@code name=value}) that it wrote, or null. */
    public String lastCounter(String counter) throws IOException {
        String found = null;
        for (String line : output()) {
            for (String word : line.split(" ")) {
                if (word.startsWith(counter + "=")) {
                    found = word.substring(counter.length() + 1);
                }
            }
        }
        return found;
    }

    /**
     * Fails when it has ended.
     *
     * @throws IllegalStateException with the end of its output
     */
    public void checkRunning() throws IOException {
        if (!process.isAlive()) {
            List<String> lines = output();
            throw new IllegalStateException(name + " ended with " + process.exitValue() + ": "
                    + String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size())));
        }
    }

    /** Waits for its end. */
    int await(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(name + " did not end within " + seconds + " s");
        }
        return process.exitValue();
    }

    /** Stops it as SIGTERM does, and kills it when that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Kills it; for the end of the benchmark by a signal. */
    void kill() {
        process.destroyForcibly();
    }
}
