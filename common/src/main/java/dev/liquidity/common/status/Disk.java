package dev.liquidity.common.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What the file system says of places on the disk. */
public final class Disk {
    private static final double GB = 1e9;
    private static final double MB = 1e6;

    private Disk() {}

    /** The bytes that are free where a file is, or will be. */
    public static long freeBytes(Path file) {
        // Asks the file: Java knows no file store for it in a chroot.
        return existing(file).toFile().getUsableSpace();
    }

    /** A size as people read it: {@code 1.5 GB} or {@code 30 MB}. */
    public static String size(double bytes) {
        return bytes >= GB
                ? String.format(Locale.ROOT, "%.1f GB", bytes / GB)
                : String.format(Locale.ROOT, "%,.0f MB", bytes / MB);
    }

    /** The file itself if it is there, or the nearest directory above it that is. */
    public static Path existing(Path file) {
        Path there = file.toAbsolutePath();
        while (Files.notExists(there)) {
            there = there.getParent();
        }
        return there;
    }

    /**
     * The bytes that a directory's own files have together; a file that goes meanwhile has none.
     *
     * @throws UncheckedIOException if it can't be read
     */
    public static long bytesIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
