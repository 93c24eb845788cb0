package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Directories;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A small disk in memory that can be filled to the last byte. Mounting it takes root, or sudo without a password;
 * without either it is a plain directory.
 */
final class SmallDisk implements BeforeAllCallback, AfterAllCallback {
    private final int mebibytes;
    private Path place;
    private boolean mounted;

    SmallDisk(int mebibytes) {
        this.mebibytes = mebibytes;
    }

    Path place() {
        return place;
    }

    /**
     * False where mounting is not possible: then a limit on the size of a process's files has to stand in for a full
     * disk.
     */
    boolean isMounted() {
        return mounted;
    }

    /** Fills it. */
    void fill() throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream ballast = Files.newOutputStream(place.resolve("ballast"))) {
            while (true) {
                ballast.write(block);
            }
        } catch (IOException e) {
            // A file that the connector replaces meanwhile may have left a block or two.
            if (Files.getFileStore(place).getUsableSpace() >= 8 * block.length) {
                throw e;
            }
        }
    }

    /** Makes some room on a full one. */
    void free(int bytes) throws IOException {
        try (FileChannel ballast = FileChannel.open(place.resolve("ballast"), StandardOpenOption.WRITE)) {
            ballast.truncate(ballast.size() - bytes);
        }
    }

    /** Empties it. */
    void free() throws IOException {
        Files.deleteIfExists(place.resolve("ballast"));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        place = Files.createTempDirectory("small-disk");
        mounted = mount("mount") || mount("sudo", "-n", "mount");
        if (!mounted) {
            System.out.println(context.getDisplayName()
                    + ": no disk can be mounted here; a limit on the size of files stands for a full one");
        }
    }

    private boolean mount(String... command) {
        try {
            Commands.run(
                    with(command, "-t", "tmpfs", "-o", "size=" + mebibytes + "m,mode=777", "tmpfs", place.toString()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String[] with(String[] command, String... arguments) {
        String[] all = Arrays.copyOf(command, command.length + arguments.length);
        System.arraycopy(arguments, 0, all, command.length, arguments.length);
        return all;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (mounted) {
            try {
                Commands.run("umount", "-l", place.toString());
            } catch (IOException e) {
                Commands.run("sudo", "-n", "umount", "-l", place.toString());
            }
        }
        Directories.remove(place);
    }
}
