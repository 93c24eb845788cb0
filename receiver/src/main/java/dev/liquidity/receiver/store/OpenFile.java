package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Checks that an open database is still the file of its name. SQLite keeps writing to a file that was deleted or moved
 * away, and its rows are lost with the last handle, so their entries must not be acknowledged. Not thread-safe: used by
 * one thread at a time.
 */
final class OpenFile {
    private final Path path;
    private final Path wal;
    private final Object key;
    private Object walKey;

    OpenFile(Path path) throws IOException {
        this.path = path;
        wal = wal(path);
        key = key(path);
    }

    /**
     * Checks the file and its write-ahead log, which holds the last commits.
     *
     * @throws UserException ({@link ExitCode#STORE}) if either was deleted or replaced
     */
    void check() {
        try {
            if (Objects.equals(key, key(path)) && isSameWal()) {
                return;
            }
        } catch (IOException e) {
            // Missing or not accessible: reported below.
        }
        throw new UserException(
                ExitCode.STORE,
                "the database " + path
                        + " was deleted or replaced while it was in use: start the receiver again, and it stores in a"
                        + " new one what has not been acknowledged");
    }

    private boolean isSameWal() throws IOException {
        if (walKey == null) {
            walKey = Files.exists(wal) ? key(wal) : null;
            return true;
        }
        return walKey.equals(key(wal));
    }

    /** The write-ahead log of a file. */
    static Path wal(Path path) {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    /** The file's identity; true on a file system that has none. */
    private static Object key(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? Boolean.TRUE : key;
    }
}
