package dev.liquidity.pipeline;

import dev.liquidity.sandbox.Credentials;
import dev.liquidity.sandbox.SandboxExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A config.yaml for a sandbox exchange, of which a test changes a few keys. */
final class ConfigFile {
    private final Map<String, Map<String, String>> sections = new TreeMap<>();

    /** Everything in the working directory, a session all day long. */
    static ConfigFile of(SandboxExchange exchange, String redisHost, int redisPort) {
        Credentials credentials = exchange.credentials();
        return new ConfigFile()
                .with("zerodha.api_key", credentials.apiKey())
                .with("zerodha.api_secret", credentials.apiSecret())
                .with("zerodha.user_id", credentials.userId())
                .with("zerodha.password", credentials.password())
                .with("zerodha.totp_secret", credentials.totpSecret())
                .with("zerodha.login_url", exchange.loginUrl().toString())
                .with("zerodha.api_url", exchange.apiUrl().toString())
                .with("zerodha.ticker_url", exchange.tickerUrl().toString())
                .with("redis.host", redisHost)
                .with("redis.port", Integer.toString(redisPort))
                .with("connector.login_time", "00:00")
                .with("connector.session_end", "23:59")
                .with("connector.reconnect_max_delay", "2")
                .with("persistence.dump_interval_seconds", "0.5")
                .with("telegram.enabled", "false");
    }

    /** Sets a key; a value is written in quotes, but for lists, maps and null. */
    ConfigFile with(String path, String value) {
        int dot = path.indexOf('.');
        sections.computeIfAbsent(path.substring(0, dot), section -> new TreeMap<>())
                .put(path.substring(dot + 1), value);
        return this;
    }

    /** Writes it where the programs look for it. */
    void write(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        sections.forEach((section, values) -> {
            lines.add(section + ":");
            values.forEach((key, value) -> lines.add("  " + key + ": " + written(value)));
        });
        Files.write(directory.resolve("config.yaml"), lines);
    }

    private static String written(String value) {
        boolean isPlain = value.startsWith("[") || value.startsWith("{") || value.equals("null");
        return isPlain ? value : "'" + value.replace("'", "''") + "'";
    }
}
