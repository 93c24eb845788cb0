package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One of the two jars as a user runs it: a process in a directory of its own, with its two outputs apart. Killed when it is closed. */
final class JarProcess implements AutoCloseable {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final List<String> SPARING = List.of("-Xmx160m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final long END_SECONDS = 60;

    private final Path out;
    private final Path err;
    private final Process process;

    private JarProcess(Path out, Path err, Process process) {
        this.out = out;
        this.err = err;
        this.process = process;
    }

    /** Starts {@code connector} or {@code receiver} with arguments. */
    static JarProcess start(Path directory, String program, String... arguments) throws IOException {
        return start(directory, List.of(), Map.of(), program, arguments);
    }

    /**
     * Starts one.
     *
     * @param flags for Java
     * @param environment beside what a user has; the variables that the programs read are there only if given here
     */
    static JarProcess start(
            Path directory, List<String> flags, Map<String, String> environment, String program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SPARING);
        command.addAll(flags);
        command.addAll(List.of("-jar", ROOT.resolve(program + ".jar").toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, program, ".out");
        Path err = Files.createTempFile(directory, program, ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("ZERODHA_")
                        || key.startsWith("REDIS_")
                        || key.startsWith("TELEGRAM_")
                        || key.startsWith("JAVA_TOOL")
                        || key.startsWith("JDK_JAVA"));
        builder.environment().putAll(environment);
        return new JarProcess(out, err, builder.start());
    }

    long pid() {
        return process.pid();
    }

    /** What it has said on stdout. */
    String out() {
        return read(out);
    }

    /** What it has said on stderr. */
    String err() {
        return read(err);
    }

    /** Waits until a text stands on stdout, where the log's lines go. */
    void awaitOut(String text) {
        await("its output to hold '" + text + "'", () -> out().contains(text));
    }

    /** Waits until something holds, while the process lives. */
    void await(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            boolean isLate = System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(END_SECONDS);
            if (isLate || !process.isAlive() && !condition.getAsBoolean()) {
                throw new AssertionError("waited in vain for " + what + "; " + this);
            }
            LockSupport.parkNanos(20_000_000L);
        }
    }

    /** Asks it to stop, as {@code kill} does; its exit code. */
    int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** Its exit code, once it has ended by itself. */
    int awaitExit() {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it has not ended; " + this);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return process.exitValue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "stderr:\n" + err() + "\nstdout:\n" + out();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
