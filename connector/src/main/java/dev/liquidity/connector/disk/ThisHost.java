package dev.liquidity.connector.disk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The host that this process runs on. */
public final class ThisHost {
    private static final Path KERNEL = Path.of("/proc/sys/kernel");

    private ThisHost() {}

    /** Its name, for people. */
    public static String name() {
        try {
            return Files.readString(KERNEL.resolve("hostname")).strip();
        } catch (IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unresolved) {
                return "an unnamed host";
            }
        }
    }

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
            return Files.readString(KERNEL.resolve("random/boot_id")).strip();
        } catch (IOException e) {
            return name();
        }
    }
}
