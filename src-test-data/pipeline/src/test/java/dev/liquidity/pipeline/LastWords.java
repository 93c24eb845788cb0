package dev.liquidity.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The last lines that a rig's processes wrote, for the report of a failed test. */
final class LastWords {
    private static final int LINES = 60;

    private LastWords() {}

    /** The last lines of every log and output below a directory. */
    static String of(Path directory) {
        StringBuilder words = new StringBuilder();
        for (Path file : files(directory)) {
            try {
                List<String> lines = Files.readAllLines(file);
                words.append("==== ").append(directory.relativize(file)).append('\n');
                lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                        .forEach(line -> words.append(line).append('\n'));
            } catch (IOException e) {
                words.append(file).append(" can't be read: ").append(e).append('\n');
            }
        }
        return words.toString();
    }

    /** Copies the logs out of the run's directory, which is going to be deleted. */
    static void keep(Path directory, Path to) throws IOException {
        for (Path file : files(directory)) {
            Path target = to.resolve(directory.relativize(file).toString().replace('/', '_'));
            Files.createDirectories(to);
            Files.deleteIfExists(target);
            Files.copy(file, target);
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().matches(".*\\.(log|out)(\\.\\d+)?"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
