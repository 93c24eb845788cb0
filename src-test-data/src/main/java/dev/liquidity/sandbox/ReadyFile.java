package dev.liquidity.sandbox;

import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file with a running exchange's endpoints: lines {@code KEY=VALUE} that a shell can source. */
final class ReadyFile {
    private ReadyFile() {}

    /**
     * The lines for an exchange and its Redis.
     *
     * @param redis null for none
     */
    static Map<String, String> of(SandboxExchange exchange, RedisServer redis) {
        Map<String, String> lines = exchange.endpoints();
        if (redis != null) {
            lines.put("REDIS_HOST", redis.host());
            lines.put("REDIS_PORT", Integer.toString(redis.port()));
            lines.put("REDIS_PID", Long.toString(redis.pid()));
        }
        return lines;
    }

    /** Writes it whole or not at all. */
    static void write(Path file, Map<String, String> lines) throws IOException {
        List<String> text = lines.entrySet().stream()
                .map(line -> line.getKey() + "=" + line.getValue())
                .toList();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads what {@link #write} wrote. */
    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                lines.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return lines;
    }
}
