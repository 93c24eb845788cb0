package dev.liquidity.sandbox;

import dev.liquidity.sandbox.support.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.HostAndPort;

/** Writes a config.yaml for connector and receiver at a running exchange. */
@Command(
        name = "config",
        description = "Writes a config.yaml for the endpoints of a running exchange.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    private static final String HEAD = """
            # Written by the sandbox for its own exchange; these credentials open nothing else.
            # The sandbox never closes, so no session ends by itself.
            """;

    @Option(names = "--ready-file", required = true, description = "What the exchange wrote when it was up.")
    private Path readyFile;

    @Option(names = "--out", required = true, description = "The config.yaml to write.")
    private Path out;

    @Option(names = "--data-dir", defaultValue = "./data", description = "For database, journal and session.")
    private Path dataDir;

    @Option(names = "--log-dir", defaultValue = "./logs", description = "For the logs.")
    private Path logDir;

    @Option(names = "--redis", description = "host:port of a Redis that is not the exchange's own.")
    private HostAndPort redis;

    @Option(names = "--redis-db", defaultValue = "0", description = "The Redis database; default: 0.")
    private int redisDb;

    @Option(names = "--sockets", defaultValue = "3", description = "Sockets of the connector; default: 3.")
    private int sockets;

    @Override
    public Integer call() throws Exception {
        Map<String, String> ready = ReadyFile.read(readyFile);
        HostAndPort place = redis != null
                ? redis
                : new HostAndPort(
                        ready.getOrDefault("REDIS_HOST", "127.0.0.1"),
                        Integer.parseInt(ready.getOrDefault("REDIS_PORT", "6379")));
        ConfigFile config = ConfigFile.of(ready)
                .redis(place.getHost(), place.getPort())
                .set("redis.db", redisDb)
                .set("connector.num_sockets", sockets)
                .files(dataDir, logDir)
                .set("persistence.dump_interval_seconds", 1);
        Files.writeString(out, HEAD + config);
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rw-------"));
        return 0;
    }
}
