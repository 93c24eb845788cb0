package dev.liquidity.bench.rig;

import dev.liquidity.sandbox.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Everything that the benchmark has started and every directory it has made, so that nothing is left behind however it ends. Safe for any
 * thread.
 */
public final class Children implements AutoCloseable {
    private final Path work;
    private final Set<Child> running = ConcurrentHashMap.newKeySet();
    private final Set<RedisServer> servers = ConcurrentHashMap.newKeySet();

    /**
     * @param work a directory of the benchmark's own; removed at the end
     */
    public Children(Path work) {
        this.work = work;
    }

    Child start(String name, Path directory, List<String> command) throws IOException {
        Child child = Child.start(name, directory, command);
        running.add(child);
        return child;
    }

    void stop(Child child) {
        child.close();
        running.remove(child);
    }

    /** A Redis without anything on disk. */
    public RedisServer redis(Path directory) throws IOException {
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

    /** Kills what still runs and removes the work directory. */
    @Override
    public void close() {
        running.forEach(Child::kill);
        servers.forEach(RedisServer::kill);
        try {
            if (Files.exists(work)) {
                remove(work);
            }
        } catch (IOException e) {
            System.err.println(work + " could not be removed: " + e);
        }
    }
}
