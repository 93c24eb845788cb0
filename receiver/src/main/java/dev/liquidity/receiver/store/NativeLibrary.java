package dev.liquidity.receiver.store;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite is a native library, which the driver unpacks into a directory that must be writable and not mounted noexec,
 * and leaves there when the process is killed. Loaded here, it leaves nothing. Thread-safe.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String PLACE = "org.sqlite.tmpdir";

    private static boolean isLoaded;

    private NativeLibrary() {}

    /** Loads it, the first time; where that fails, the driver fails at its first connection, too, and says why. */
    static synchronized void load() {
        if (isLoaded) {
            return;
        }
        isLoaded = true;
        String given = System.getProperty(PLACE);
        String parent = given == null ? System.getProperty("java.io.tmpdir") : given;
        try {
            Path place = Files.createTempDirectory(Path.of(parent), "sqlite-");
            try {
                System.setProperty(PLACE, place.toString());
                SQLiteJDBCLoader.initialize();
            } finally {
                remove(place);
            }
        } catch (Exception e) {
            LOG.debug("SQLite's library is left to its driver", e);
        } finally {
            if (given == null) {
                System.clearProperty(PLACE);
            } else {
                System.setProperty(PLACE, given);
            }
        }
    }

    /** A loaded library needs its file no more, except on Windows, where the driver deletes it at the next start. */
    private static void remove(Path place) throws IOException {
        try (Stream<Path> unpacked = Files.list(place)) {
            for (Path file : List.copyOf(unpacked.toList())) {
                Files.delete(file);
            }
        }
        Files.delete(place);
    }

    /** The user's message if a failure is that of the library; null for any other. */
    static UserException failure(SQLException e) {
        return e.getCause() instanceof NativeLibraryNotFoundException
                ? new UserException(
                        ExitCode.STORE,
                        "SQLite's library can't be unpacked and loaded in " + System.getProperty("java.io.tmpdir")
                                + ": start java with -Djava.io.tmpdir=DIR, a directory where programs may be written"
                                + " and run",
                        e)
                : null;
    }
}
