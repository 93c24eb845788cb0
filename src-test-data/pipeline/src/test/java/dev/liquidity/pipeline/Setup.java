package dev.liquidity.pipeline;

import dev.liquidity.sandbox.SandboxExchange;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Builds the setup of a rig: the defaults, and what a test changes before it starts the rig. Not thread-safe. */
final class Setup {
    private final Path directory;
    private int ticksPerSecond = 1_500;
    private List<String> redisConfiguration = List.of();
    private Path database;
    private Path journal;
    private int maxStreamLength = 100_000;
    private int stallSeconds = 10;
    private int reconnectMaxDelay = 2;
    private double commitSeconds = 0.5;
    private boolean isUnread;
    private SentinelGroup sentinels;
    private ClusterGroup cluster;

    private Setup(Path directory) {
        this.directory = directory;
        database = directory.resolve("data/ticks.db");
        journal = directory.resolve("data/journal");
    }

    /** 1,500 ticks a second, a Redis that keeps nothing, everything below one directory. */
    static Setup in(Path directory) {
        return new Setup(directory);
    }

    /** Ticks a second on all sockets together. */
    Setup rate(int perSecond) {
        ticksPerSecond = perSecond;
        return this;
    }

    /** Lines of redis.conf. */
    Setup redis(String... lines) {
        redisConfiguration = List.of(lines);
        return this;
    }

    /** The SQLite file. */
    Setup database(Path file) {
        database = file;
        return this;
    }

    /** The journal's directory. */
    Setup journal(Path place) {
        journal = place;
        return this;
    }

    /** Entries of the stream. */
    Setup maxStreamLength(int entries) {
        maxStreamLength = entries;
        return this;
    }

    /** After how long a silent socket is left. */
    Setup stallSeconds(int seconds) {
        stallSeconds = seconds;
        return this;
    }

    /** The longest wait in seconds between two attempts of a socket. */
    Setup reconnectMaxDelay(int seconds) {
        reconnectMaxDelay = seconds;
        return this;
    }

    /** The longest time between two commits. */
    Setup commitSeconds(double seconds) {
        commitSeconds = seconds;
        return this;
    }

    /** Nobody reads what the programs print, and the pipe that takes it is full. */
    Setup unread() {
        isUnread = true;
        return this;
    }

    /** Sentinels say where Redis is. */
    Setup sentinels(SentinelGroup group) {
        sentinels = group;
        return this;
    }

    SentinelGroup sentinels() {
        return sentinels;
    }

    /** Redis is a cluster. */
    Setup cluster(ClusterGroup group) {
        cluster = group;
        return this;
    }

    ClusterGroup cluster() {
        return cluster;
    }

    boolean isUnread() {
        return isUnread;
    }

    Path directory() {
        return directory;
    }

    int ticksPerSecond() {
        return ticksPerSecond;
    }

    List<String> redisConfiguration() {
        return redisConfiguration;
    }

    Path database() {
        return database;
    }

    Path journal() {
        return journal;
    }

    /** A process's own directory, so that no two write one log. */
    Path directoryOf(String process) {
        return directory.resolve(process);
    }

    Path config() {
        return directory.resolve("config.yaml");
    }

    /** The password that the lines for Redis set; null without one. */
    String redisPassword() {
        return redisConfiguration.stream()
                .filter(line -> line.startsWith("requirepass "))
                .map(line -> line.substring("requirepass ".length()))
                .findFirst()
                .orElse(null);
    }

    /**
     * A configuration that reconnects soon and commits often. The session lasts all day, so that a test may run at any
     * hour, and the journal is kept, however little room the machine has.
     */
    static ConfigFile config(SandboxExchange exchange, String redisHost, int redisPort) {
        return ConfigFile.of(exchange.endpoints())
                .redis(redisHost, redisPort)
                .set("connector.reconnect_max_delay", 2)
                .set("persistence.min_free_gb", 0)
                .set("persistence.dump_interval_seconds", 0.5);
    }

    /** Writes the configuration of both jars. */
    void writeConfig(SandboxExchange exchange, RedisServer redis) throws IOException {
        ConfigFile config = config(exchange, redis.host(), redis.port())
                .set("zerodha.session_file", "./session.json")
                .set("redis.max_stream_length", maxStreamLength)
                .set("connector.reconnect_max_delay", reconnectMaxDelay)
                .set("connector.stall_timeout_seconds", stallSeconds)
                .set("connector.journal_dir", journal)
                .set("persistence.dump_interval_seconds", commitSeconds)
                .set("persistence.db_path", database);
        if (redisPassword() != null) {
            config.set("redis.password", redisPassword());
        }
        if (sentinels != null) {
            config.set("redis.sentinel", sentinels.yaml());
        }
        if (cluster != null) {
            config.set("redis.cluster", true)
                    .set("redis.nodes", cluster.yaml())
                    .set("redis.stream_name", ClusterGroup.STREAM);
        }
        config.write(config());
    }
}
