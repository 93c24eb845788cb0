package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown with a line for each fault; a repeated fault replaces its line. */
final class FaultTable {
    private static final String HEAD = "| fault | survived | ticks lost | duplicates | seconds to recover |";
    private static final String RULE = "|---|---|---|---|---|";

    /** Shared, since test classes run side by side. */
    private static final FaultTable OF_BUILD = new FaultTable(Path.of("target", "fault-table.md"));

    private final Path file;

    private FaultTable(Path file) {
        this.file = file;
    }

    /** The build's table. */
    static FaultTable ofBuild() {
        return OF_BUILD;
    }

    /**
     * Adds a line.
     *
     * @param recoverySeconds below 0 for what has no recovery
     */
    synchronized void add(String fault, boolean survived, String lost, long duplicates, double recoverySeconds)
            throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of(HEAD, RULE);
        List<String> kept = new ArrayList<>(lines.stream()
                .filter(line -> !line.startsWith("| " + fault + " |"))
                .toList());
        kept.add(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %s |",
                fault,
                survived ? "yes" : "NO",
                lost,
                duplicates,
                recoverySeconds < 0 ? "–" : String.format(Locale.ROOT, "%.1f", recoverySeconds)));
        Files.write(file, kept);
        System.out.println(kept.get(kept.size() - 1));
    }
}
