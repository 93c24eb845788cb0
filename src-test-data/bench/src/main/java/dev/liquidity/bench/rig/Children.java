package dev.liquidity.bench.rig;

import dev.liquidity.sandbox.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Everything that the benchmark has started and every directory it has made, so that nothing is left behind however it ends. Safe for any
 * thread.
 */
public final class Children implements AutoCloseable {
    private static final int ATTEMPTS = 20;
    private static final long ATTEMPT_MILLIS = 100;

    private final Path work;
    private final Set<Child> running = ConcurrentHashMap.newKeySet();
    private final Set<RedisServer> servers = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * @param work a directory of the benchmark's own; removed at the end
     */
    public Children(Path work) {
        this.work = work;
    }

    synchronized Child start(String name, Path directory, List<String> command) throws IOException {
        checkOpen();
        Child child = Child.start(name, directory, command);
        running.add(child);
        return child;
    }

    void stop(Child child) {
        child.close();
        running.remove(child);
    }

    /** A Redis without anything on disk. */
    public synchronized RedisServer redis(Path directory) throws IOException {
        checkOpen();
        RedisServer server = RedisServer.launch(0, directory);
        servers.add(server);
        return server;
    }

    /** Stops it. */
    public void stop(RedisServer server) throws IOException {
        server.close();
        servers.remove(server);
    }

    /** A new directory. */
    public Path directory(String name) throws IOException {
        return Files.createTempDirectory(work, name);
    }

    /** Removes a directory with all that is in it. */
    public static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the benchmark is ending");
        }
    }

    /** Kills what still runs and removes the work directory; nothing can be started afterwards. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        running.forEach(Child::kill);
        servers.forEach(RedisServer::kill);
        for (int i = 1; Files.exists(work); i++) {
            try {
                remove(work);
            } catch (IOException e) {
                // Somebody wrote a last file while the others were removed.
                if (i == ATTEMPTS) {
                    System.err.println(work + " could not be removed: " + e);
                    return;
                }
                LockSupport.parkNanos(ATTEMPT_MILLIS * 1_000_000);
            }
        }
    }
}
