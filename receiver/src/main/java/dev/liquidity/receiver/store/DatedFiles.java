package dev.liquidity.receiver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the databases that a {@code db_path} names. */
public final class DatedFiles {
    /** What stands for the date in a name. */
    static final String DATE = "{date}";

    private DatedFiles() {}

    /** Whether there is a file for each date. */
    public static boolean isDated(String pattern) {
        return pattern.contains(DATE);
    }

    /** The date of a file that a name with <code>{date}</code> stands for; null for another name. */
    public static LocalDate date(String pattern, Path file) {
        int at = Path.of(pattern).toAbsolutePath().toString().indexOf(DATE);
        return at < 0 ? null : LocalDate.parse(file.toString().substring(at, at + "2026-11-25".length()));
    }

    /** Those that exist, in the order of their names: one, or with <code>{date}</code> one for each date. */
    public static List<Path> of(String pattern) throws IOException {
        if (!isDated(pattern)) {
            Path file = Path.of(pattern);
            return Files.exists(file) ? List.of(file) : List.of();
        }
        Path dated = Path.of(pattern).toAbsolutePath();
        Path root = dated.getParent();
        while (root.toString().contains(DATE)) {
            root = root.getParent();
        }
        Pattern name = Pattern.compile(Pattern.quote(dated.toString()).replace(DATE, "\\E\\d{4}-\\d\\d-\\d\\d\\Q"));
        try (Stream<Path> files = Files.walk(root, dated.getNameCount() - root.getNameCount())) {
            return files.filter(file -> name.matcher(file.toString()).matches())
                    .sorted()
                    .toList();
        }
    }
}
