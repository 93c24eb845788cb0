package dev.liquidity.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sqlite.SQLiteJDBCLoader;

/** What the figures depend on beside the program. */
public final class Machine {
    private Machine() {}

    /** Date, machine and versions; unknown ones are left out. */
    public static Map<String, String> describe() {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        String model = line(Path.of("/proc/cpuinfo"), "model name");
        said.put(
                "machine",
                Runtime.getRuntime().availableProcessors() + " cores" + (model == null ? "" : " of " + model));
        String memory = line(Path.of("/proc/meminfo"), "MemTotal");
        if (memory != null) {
            said.put("memory", memory);
        }
        said.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        said.put(
                "load",
                "%.2f at the start"
                        .formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        said.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        said.put("sqlite", SQLiteJDBCLoader.getVersion());
        return said;
    }

    private static String line(Path file, String key) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
