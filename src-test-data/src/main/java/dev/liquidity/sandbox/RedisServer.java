package dev.liquidity.sandbox;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server on loopback, of the binary that the embedded-redis library carries, with what a test does to one: stop, kill,
 * freeze, start again on the same port.
 *
 * <p>It does not outlive this program: a watcher (a shell reading a pipe) kills it when the pipe ends. Without lines of configuration
 * it keeps nothing on disk.
 */
public final class RedisServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long STOP_SECONDS = 5;

    private final Path binary;
    private final Path directory;
    private final int port;
    private final List<String> configuration;
    private final boolean ownDirectory;
    private Process process;
    private Process watcher;

    private RedisServer(Path binary, Path directory, int port, List<String> configuration, boolean ownDirectory) {
        this.binary = binary;
        this.directory = directory;
        this.port = port;
        this.configuration = configuration;
        this.ownDirectory = ownDirectory;
    }

    /** Starts one on a free port in a new directory. */
    public static RedisServer launch(String... configuration) throws IOException {
        return launch(0, null, configuration);
    }

    /**
     * Starts one; it answers when this returns.
     *
     * @param port 0 for a free one
     * @param directory where it works and writes its log, {@code redis.log}; null for a new one
     * @param configuration lines of a redis.conf, for example {@code requirepass secret}
     * @throws IOException when it does not start; with the end of its log
     */
    public static RedisServer launch(int port, Path directory, String... configuration) throws IOException {
        Path place = directory == null ? Files.createTempDirectory("sandbox-redis") : directory.toAbsolutePath();
        Files.createDirectories(place);
        int free = port == 0 ? freePort() : port;
        RedisServer server = new RedisServer(Binary.FILE, place, free, List.of(configuration), directory == null);
        try {
            server.start();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Unpacked once a program: it is 10 MB. */
    private static final class Binary {
        private static final Path FILE = unpack();

        private static Path unpack() {
            try {
                File file = ExecutableProvider.newJarResourceProvider(ExecutableProvider.newProvidedVersionsMap())
                        .get();
                return file.toPath();
            } catch (IOException e) {
                throw new UncheckedIOException("the library's redis-server can't be unpacked", e);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return port;
    }

    /** Where it works. */
    public Path directory() {
        return directory;
    }

    /** Of the process that runs, or ran last. */
    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Starts it again after {@link #stop()} or {@link #kill()}, on the same port and in the same directory. */
    public synchronized void start() throws IOException {
        if (isRunning()) {
            throw new IllegalStateException("it runs already");
        }
        List<String> lines = new ArrayList<>(List.of(
                "bind " + HOST,
                "port " + port,
                "dir \"" + directory + "\"",
                "save \"\"",
                "appendonly no",
                "daemonize no",
                "logfile \"" + directory.resolve("redis.log") + "\""));
        lines.addAll(configuration);
        Path file = directory.resolve("redis.conf");
        Files.write(file, lines);
        process = new ProcessBuilder(binary.toString(), file.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("redis.out").toFile()))
                .start();
        watcher = new ProcessBuilder("sh", "-c", "read line; kill -9 " + process.pid() + " 2>/dev/null").start();
        awaitAnswer();
    }

    private void awaitAnswer() throws IOException {
        long begin = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - begin > START_NANOS) {
                stop();
                throw new IOException("redis-server does not start: " + lastWords());
            }
            LockSupport.parkNanos(10_000_000L);
        }
    }

    /** Whether a server there says anything to a ping: also that it wants a password, but not that it is still loading. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), 500);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String answer = in.readLine();
            return answer != null && !answer.startsWith("-LOADING");
        } catch (IOException e) {
            return false;
        }
    }

    private String lastWords() throws IOException {
        List<String> words = new ArrayList<>();
        for (String name : List.of("redis.out", "redis.log")) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                words.addAll(Files.readAllLines(file));
            }
        }
        return String.join(" | ", words.subList(Math.max(0, words.size() - 5), words.size()));
    }

    /** Stops it as SIGTERM does: what it is configured to keep is kept. After 5 s it is killed. */
    public synchronized void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            // A frozen one hears nothing else.
            thaw();
        } catch (IOException e) {
            // It is gone already.
            await();
            return;
        }
        await();
    }

    /** Kills it as SIGKILL does. */
    public synchronized void kill() {
        process.destroyForcibly();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        // The watcher goes first when the process is gone: its number may belong to another by now.
        watcher.destroyForcibly();
    }

    /** Stops and starts it. */
    public synchronized void restart() throws IOException {
        stop();
        start();
    }

    /** SIGSTOP: it answers nothing, and its port stays open. */
    public void freeze() throws IOException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        try {
            int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("kill -" + name + " ended with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it; a directory that it made itself is removed. */
    @Override
    public void close() throws IOException {
        stop();
        if (ownDirectory) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
