package dev.liquidity.connector.disk;

import dev.liquidity.common.runtime.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The host that this process runs on. */
public final class ThisHost {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private ThisHost() {}

    /**
     * Tells a directory from all others, on this host and elsewhere, its copies and those of the whole host included.
     * It is the same until the host is booted, if the host tells its boots apart.
     *
     * @return what is the same for all directories, a slash, and the rest; without blanks
     */
    public static String identityOf(Path directory) throws IOException {
        Path real = directory.toRealPath();
        Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
        return (boot() + "/" + (key == null ? real : key)).replaceAll("\\s", "");
    }

    private static String boot() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return HostName.get();
        }
    }
}
