package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Knows whether a database that is open still is the file of its name. SQLite goes on writing to a file that was deleted or moved away,
 * and its rows are gone with the last handle: nothing may be acknowledged then.
 */
final class OpenFile {
    private final Path path;
    private final Path wal;
    private final Object key;
    private Object walKey;

    OpenFile(Path path) throws IOException {
        this.path = path;
        wal = path.resolveSibling(path.getFileName() + "-wal");
        key = key(path);
    }

    /**
     * Checks it; of the write-ahead log, too, which holds the last commits.
     *
     * @throws UserException ({@link ExitCode#STORE}) when it was deleted or replaced
     */
    void check() {
        try {
            if (Objects.equals(key, key(path)) && isSameWal()) {
                return;
            }
        } catch (IOException e) {
            // It is not there, or not for us: the same thing.
        }
        throw new UserException(
                ExitCode.STORE,
                "the database " + path
                        + " was deleted or replaced while it was in use: start the receiver again, and it will store what"
                        + " has not been acknowledged in a new one");
    }

    private boolean isSameWal() throws IOException {
        if (walKey == null) {
            walKey = Files.exists(wal) ? key(wal) : null;
            return true;
        }
        return walKey.equals(key(wal));
    }

    /** The file's identity; where the file system has none, that it is there must do. */
    private static Object key(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? Boolean.TRUE : key;
    }
}
