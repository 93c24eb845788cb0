package dev.liquidity.sandbox.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A config.yaml for the two programs, built key by key. Not thread-safe. */
public final class ConfigFile {
    private final Map<String, Map<String, String>> sections = new TreeMap<>();

    /**
     * The account and the endpoints of an exchange, a session all day long, no Telegram.
     *
     * @param endpoints with the keys of the exchange's ready file, such as {@code API_KEY} and {@code LOGIN_URL}
     */
    public static ConfigFile of(Map<String, String> endpoints) {
        ConfigFile config = new ConfigFile();
        for (String key : new String[] {
            "api_key", "api_secret", "user_id", "password", "totp_secret", "login_url", "api_url", "ticker_url"
        }) {
            config.set("zerodha." + key, endpoints.get(key.toUpperCase()));
        }
        return config.set("connector.login_time", "00:00")
                .set("connector.session_end", "23:59")
                .set("telegram.enabled", false);
    }

    /** Where Redis is. */
    public ConfigFile redis(String host, int port) {
        return set("redis.host", host).set("redis.port", port);
    }

    /** Session, journal and database below one directory, logs in another. */
    public ConfigFile files(Path data, Path logs) {
        return set("zerodha.session_file", data + "/session.json")
                .set("connector.journal_dir", data + "/journal")
                .set("persistence.db_path", data + "/ticks.db")
                .set("logging.log_file", logs + "/app.log");
    }

    /**
     * Sets a key, such as {@code redis.port}.
     *
     * @param value a text is written in quotes, unless it is a list ({@code [a, b]}) or a map ({@code {a: b}})
     */
    public ConfigFile set(String path, Object value) {
        int dot = path.indexOf('.');
        sections.computeIfAbsent(path.substring(0, dot), section -> new TreeMap<>())
                .put(path.substring(dot + 1), yaml(value));
        return this;
    }

    private static String yaml(Object value) {
        String text = String.valueOf(value);
        boolean isBare = !(value instanceof String || value instanceof Path) || text.matches("\\[.*]|\\{.*}");
        return isBare ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Writes {@code config.yaml} into a directory, where the programs look for it. */
    public void writeInto(Path directory) throws IOException {
        write(directory.resolve("config.yaml"));
    }

    public void write(Path file) throws IOException {
        Files.writeString(file, toString());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        sections.forEach((section, values) -> {
            text.append(section).append(":\n");
            values.forEach((key, value) ->
                    text.append("  ").append(key).append(": ").append(value).append('\n'));
        });
        return text.toString();
    }
}
