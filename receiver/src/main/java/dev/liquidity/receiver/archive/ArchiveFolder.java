package dev.liquidity.receiver.archive;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.HostName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The archive's files:
 *
 * <pre>
 * ticks/date=2026-11-25/underlying=NIFTY/part-3765777654637134848-1f2e3d4c.parquet
 * ticks/date=2026-11-25/_archived-3765777654637134848-1f2e3d4c
 * feed_gaps/date=2026-11-25/part-3765777654637134848-1f2e3d4c.parquet
 * liquidity_1m/date=2026-11-25/part-3765730516838252544-1f2e3d4c.parquet
 * liquidity_1m/date=2026-11-25/part-2871049125-pairs.parquet
 * _running/1f2e3d4c_ticks.db/part-{first}-{last}.parquet
 * </pre>
 *
 * <p>The number of a part is the highest tick ID that the database held when it was written; what follows tells the
 * database from others that are archived into the folder, which earlier versions did not write. The marker
 * {@code _archived-…} of the same number says that all parts of the database and date up to it are there, and proven; a
 * part above the last marker is of a run that did not end, and counts for nothing. Tools that read the folder as a
 * table ignore names that begin with an underscore. Immutable.
 *
 * @param source tells the database, by its host and path
 */
record ArchiveFolder(Path root, String source) {
    private static final String DATE = "date=";
    private static final String MARKER_PREFIX = "_archived-";
    private static final Pattern NUMBERED = Pattern.compile("(?:part|_archived)-(\\d+)(?:-(\\w+))?(\\.parquet)?");

    static ArchiveFolder of(Settings.Persistence settings) {
        Path database = Path.of(settings.dbPath()).toAbsolutePath().normalize();
        int hash = (HostName.get() + ":" + database).hashCode();
        return new ArchiveFolder(settings.archiveDir(), "%08x".formatted(hash));
    }

    /** The folder of a table's date. */
    Path of(ArchiveTable table, LocalDate date) {
        return root.resolve(table.name()).resolve(DATE + date);
    }

    /** A part's name. */
    String part(long number) {
        return "part-" + number + "-" + source + ".parquet";
    }

    /** Says that ticks of a date are being taken out of the database, whose minutes still count them. */
    Path withdrawal(String date) {
        return root.resolve("_withdrawing-" + source + "-" + date);
    }

    /** The folder's name for an underlying, in which characters that a path gives a meaning are escaped. */
    static String underlying(String name) {
        StringBuilder escaped = new StringBuilder("underlying=");
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = b > ' ' && "\"#%&'*/:=?\\{}[]^<>|+".indexOf(b) < 0;
            escaped.append(isPlain ? "" + (char) b : "%%%02X".formatted(b & 0xFF));
        }
        return escaped.toString();
    }

    /** The dates that have ticks or a marker, each with {@link #archived}. */
    NavigableMap<LocalDate, Long> dates() throws IOException {
        NavigableMap<LocalDate, Long> dates = new TreeMap<>();
        for (Path folder : list(root.resolve(ArchiveTable.TICKS.name()), DATE + "*")) {
            LocalDate date = LocalDate.parse(folder.getFileName().toString().substring(DATE.length()));
            dates.put(date, archived(date));
        }
        return dates;
    }

    /** The number of a date's last marker of this database; -1 without one. */
    long archived(LocalDate date) throws IOException {
        Map<String, Long> markers = markers(date);
        return Math.max(markers.getOrDefault(source, -1L), markers.getOrDefault("", -1L));
    }

    /** The number of a date's last marker of each database. */
    private Map<String, Long> markers(LocalDate date) throws IOException {
        Map<String, Long> last = new HashMap<>();
        for (Path marker : list(of(ArchiveTable.TICKS, date), MARKER_PREFIX + "*")) {
            last.merge(source(marker), number(marker), Math::max);
        }
        return last;
    }

    /** What a folder has of a pattern; nothing if there is no such folder. */
    static List<Path> list(Path folder, String pattern) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
                found.forEach(files::add);
            }
        }
        return files;
    }

    /** The proven parts of a table's date. */
    List<Path> parts(ArchiveTable table, LocalDate date) throws IOException {
        Map<String, Long> markers = markers(date);
        return allParts(table, date).stream()
                .filter(part -> number(part) <= markers.getOrDefault(source(part), -1L))
                .toList();
    }

    /** The proven parts of a date's ticks that are of this database, or of others. */
    List<Path> parts(LocalDate date, boolean own) throws IOException {
        return parts(ArchiveTable.TICKS, date).stream()
                .filter(part -> isOwn(part) == own)
                .toList();
    }

    /** Whether a part is of this database; one without a name counts as such. */
    boolean isOwn(Path part) {
        return List.of("", source).contains(source(part));
    }

    /** The condition that a tick, as SQLite has it, is in some files. */
    static String hasTick(List<Path> parts) {
        return Comparison.SQLITE_TICK + " IN (SELECT " + Comparison.TICK + " FROM " + Comparison.parquet(parts) + ")";
    }

    /** Deletes what a run for this database that did not end left of a date. */
    void removeUnproven(LocalDate date) throws IOException {
        for (ArchiveTable table : Stream.concat(Stream.of(ArchiveTable.TICKS), ArchiveTable.OTHERS.stream())
                .toList()) {
            List<Path> proven = parts(table, date);
            for (Path part : allParts(table, date)) {
                if (isOwn(part) && !proven.contains(part)) {
                    Files.delete(part);
                }
            }
        }
    }

    /** All parts of a table's date, proven or not. */
    List<Path> allParts(ArchiveTable table, LocalDate date) throws IOException {
        Path folder = of(table, date);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().endsWith(".parquet") && number(file) >= 0)
                    .sorted()
                    .toList();
        }
    }

    /** The number of a part or marker; -1 if it is none. */
    static long number(Path file) {
        Matcher name = NUMBERED.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    /** The database that a part or marker names; empty if it names none. */
    static String source(Path file) {
        Matcher name = NUMBERED.matcher(file.getFileName().toString());
        return name.matches() && name.group(2) != null ? name.group(2) : "";
    }

    /** Puts a file that is written in its place, so that a power cut leaves either none or all of it. */
    static void place(Path written, Path target) throws IOException {
        flush(written, StandardOpenOption.WRITE);
        Files.createDirectories(target.getParent());
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
        for (Path folder = target.getParent();
                folder != null && folder.toString().contains(DATE); ) {
            flush(folder, StandardOpenOption.READ);
            folder = folder.getParent();
        }
    }

    /** Says that all parts of this database and a date up to a number are there. */
    void mark(LocalDate date, long number) throws IOException {
        Long before = markers(date).get(source);
        Path folder = Files.createDirectories(of(ArchiveTable.TICKS, date));
        Files.createFile(folder.resolve(MARKER_PREFIX + number + "-" + source));
        flush(folder, StandardOpenOption.READ);
        Files.deleteIfExists(folder.resolve(MARKER_PREFIX + before + "-" + source));
    }

    private static void flush(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
