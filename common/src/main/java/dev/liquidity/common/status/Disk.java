package dev.liquidity.common.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the file system says of places on the disk. */
public final class Disk {
    private Disk() {}

    /**
     * The bytes that are free where a file is, or will be.
     *
     * @throws UncheckedIOException if the file system does not say
     */
    public static long freeBytes(Path file) {
        try {
            return Files.getFileStore(existing(file)).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
