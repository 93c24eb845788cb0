package dev.liquidity.sandbox.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A real redis-server on loopback, of the binary that the embedded-redis library carries. It can be stopped, killed and
 * frozen, and started again on the same port. Without lines of configuration it keeps nothing on disk; with one that
 * begins with {@code sentinel} it is one. Thread-safe.
 */
public final class RedisServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration START_PATIENCE = Duration.ofSeconds(15);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Path directory;
    private final int port;
    private final boolean ownDirectory;
    private final ChildProcess process;

    private RedisServer(Path directory, int port, List<String> configuration, boolean ownDirectory) throws IOException {
        this.directory = directory;
        this.port = port;
        this.ownDirectory = ownDirectory;
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
        boolean isSentinel = configuration.stream().anyMatch(line -> line.startsWith("sentinel "));
        process = ChildProcess.builder("redis", directory)
                .command(RedisBinary.file().toString(), file.toString())
                .command(isSentinel ? new String[] {"--sentinel"} : new String[0])
                .build();
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
        List<String> lines = List.of(configuration);
        int free = port != 0 ? port : lines.contains("cluster-enabled yes") ? Ports.freeWithBus() : Ports.free();
        RedisServer server = new RedisServer(place, free, lines, directory == null);
        try {
            server.start();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
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
    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Starts it again after {@link #stop()} or {@link #kill()}, on the same port and in the same directory. */
    public void start() throws IOException {
        try {
            process.start();
        } catch (IOException e) {
            throw new IOException(RedisBinary.advice(e.getMessage()), e);
        }
        long begin = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - begin > START_PATIENCE.toNanos()) {
                stop();
                throw new IOException(RedisBinary.advice(lastWords()));
            }
            LockSupport.parkNanos(10_000_000L);
        }
    }

    /** Whether it replies to a ping: with an error too, as that it wants a password, but not while it is loading. */
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
        List<String> words = new ArrayList<>(process.out().lines().toList());
        Path log = directory.resolve("redis.log");
        if (Files.exists(log)) {
            words.addAll(Files.readAllLines(log));
        }
        return String.join(" | ", words.subList(Math.max(0, words.size() - 5), words.size()));
    }

    /** Stops it as SIGTERM does: what it is configured to keep is kept. After 5 s it is killed. */
    public void stop() {
        process.stop(STOP_PATIENCE);
    }

    /** Kills it as SIGKILL does. */
    public void kill() {
        process.kill();
    }

    /** Stops and starts it. */
    public void restart() throws IOException {
        stop();
        start();
    }

    /** SIGSTOP: it answers nothing, and its port stays open. */
    public void freeze() throws IOException {
        process.freeze();
    }

    /** SIGCONT. */
    public void thaw() throws IOException {
        process.thaw();
    }

    /** Stops it; a directory that it made itself is removed. */
    @Override
    public void close() throws IOException {
        stop();
        if (ownDirectory) {
            Directories.remove(directory);
        }
    }
}
