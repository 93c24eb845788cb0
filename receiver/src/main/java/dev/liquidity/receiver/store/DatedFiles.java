package dev.liquidity.receiver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the databases that a {@code db_path} names. */
public final class DatedFiles {
    private DatedFiles() {}

    /** Those that exist, in the order of their names: one, or with <code>{date}</code> one for each date. */
    public static List<Path> of(String pattern) throws IOException {
        if (!StoreFiles.isDated(pattern)) {
            Path file = Path.of(pattern);
            return Files.exists(file) ? List.of(file) : List.of();
        }
        Path parent = Path.of(pattern).toAbsolutePath().getParent();
        String name = Path.of(pattern).getFileName().toString();
        Pattern dated = Pattern.compile(Stream.of(name.split(Pattern.quote("{date}"), -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + "\\d{4}-\\d\\d-\\d\\d" + b)
                .orElseThrow());
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(
                            file -> dated.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }
}
