package dev.liquidity.connector.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Files of mode 0600 and directories of mode 0700, from the moment they exist. */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private OwnerOnly() {}

    /** Opens a file for writing, creating it if it is missing. */
    public static FileChannel open(Path file, StandardOpenOption... furtherOptions) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        options.addAll(List.of(furtherOptions));
        return FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(FILE));
    }

    /** Creates a directory unless it exists; its parents get the usual rights. */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory.toAbsolutePath().getParent());
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
        }
    }

    /** Replaces a file as a whole, so that nobody finds it half written. */
    public static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        // One that is left may have other rights.
        Files.deleteIfExists(fresh);
        try (OutputStream out = Channels.newOutputStream(open(fresh))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Takes the rights of others from a file.
     *
     * @return false if they had none
     */
    public static boolean tighten(Path file) throws IOException {
        if (FILE.containsAll(Files.getPosixFilePermissions(file))) {
            return false;
        }
        Files.setPosixFilePermissions(file, FILE);
        return true;
    }
}
