package dev.liquidity.common.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of the host that this process runs on, for people. */
public final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** Reads it without the network, which may be down, where that is possible. */
    public static String get() {
        try {
            return Files.readString(KERNEL).strip();
        } catch (IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unresolved) {
                return "an unnamed host";
            }
        }
    }
}
