package dev.liquidity.bench.rig;

import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.Directories;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * All processes that the benchmark has started and all directories it has made, so that nothing is left behind however
 * it ends. Thread-safe.
 */
public final class Children implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 20;
    private static final long ATTEMPT_MILLIS = 100;

    private final Path work;
    private final Set<ChildProcess> running = ConcurrentHashMap.newKeySet();
    private final Set<RedisServer> servers = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * @param work a directory of the benchmark's own; removed at the end
     */
    public Children(Path work) {
        this.work = work;
    }

    synchronized ChildProcess start(ChildProcess.Builder builder) throws IOException {
        checkOpen();
        ChildProcess child = builder.start();
        running.add(child);
        return child;
    }

    /** Stops it as SIGTERM does, and kills it when that takes too long. */
    void stop(ChildProcess child) {
        child.stop(STOP_PATIENCE);
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
        running.forEach(ChildProcess::close);
        servers.forEach(RedisServer::kill);
        for (int i = 1; Files.exists(work); i++) {
            try {
                Directories.remove(work);
            } catch (IOException e) {
                // A dying process wrote a last file.
                if (i == ATTEMPTS) {
                    System.err.println(work + " could not be removed: " + e);
                    return;
                }
                LockSupport.parkNanos(ATTEMPT_MILLIS * 1_000_000);
            }
        }
    }
}
