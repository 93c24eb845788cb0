package dev.liquidity.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a config.yaml with which connector and receiver meet a running exchange. */
@Command(
        name = "config",
        description = "Writes a config.yaml for the endpoints of a running exchange.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    @Option(names = "--ready-file", required = true, description = "What the exchange wrote when it was up.")
    private Path readyFile;

    @Option(names = "--out", required = true, description = "The config.yaml to write.")
    private Path out;

    @Option(names = "--data-dir", defaultValue = "./data", description = "For database, journal and session.")
    private Path dataDir;

    @Option(names = "--log-dir", defaultValue = "./logs", description = "For the logs.")
    private Path logDir;

    @Option(names = "--redis", description = "host:port of a Redis that is not the exchange's own.")
    private String redis;

    @Option(names = "--redis-db", defaultValue = "0", description = "The Redis database; default: 0.")
    private int redisDb;

    @Option(names = "--sockets", defaultValue = "3", description = "Sockets of the connector; default: 3.")
    private int sockets;

    @Override
    public Integer call() throws Exception {
        Map<String, String> ready = ReadyFile.read(readyFile);
        if (redis != null) {
            int colon = redis.lastIndexOf(':');
            ready.put("REDIS_HOST", redis.substring(0, colon));
            ready.put("REDIS_PORT", redis.substring(colon + 1));
        }
        Files.write(out, yaml(ready).getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rw-------"));
        return 0;
    }

    private String yaml(Map<String, String> ready) {
        return """
                # Written by the sandbox for its own exchange; these credentials open nothing else.
                zerodha:
                  api_key: "%s"
                  api_secret: "%s"
                  user_id: "%s"
                  password: "%s"
                  totp_secret: "%s"
                  login_url: "%s"
                  api_url: "%s"
                  ticker_url: "%s"
                  session_file: "%s/session.json"
                redis:
                  host: "%s"
                  port: %s
                  db: %d
                connector:
                  num_sockets: %d
                  # The sandbox never closes, so no session ends by itself.
                  login_time: "00:00"
                  session_end: "23:59"
                  journal_dir: "%s/journal"
                persistence:
                  db_path: "%s/ticks.db"
                  dump_interval_seconds: 1
                telegram:
                  enabled: false
                logging:
                  level: INFO
                  log_file: "%s/app.log"
                """.formatted(
                        ready.get("API_KEY"),
                        ready.get("API_SECRET"),
                        ready.get("USER_ID"),
                        ready.get("PASSWORD"),
                        ready.get("TOTP_SECRET"),
                        ready.get("LOGIN_URL"),
                        ready.get("API_URL"),
                        ready.get("TICKER_URL"),
                        dataDir,
                        ready.getOrDefault("REDIS_HOST", "127.0.0.1"),
                        ready.getOrDefault("REDIS_PORT", "6379"),
                        redisDb,
                        sockets,
                        dataDir,
                        dataDir,
                        logDir);
    }
}
