package dev.liquidity.sandbox.support;

import java.io.IOException;
import java.nio.file.Path;
import redis.embedded.core.ExecutableProvider;

/** The redis-server that the embedded-redis library carries, and what to do where it does not run. Thread-safe. */
final class RedisBinary {
    private static final String OWN = "use a Redis of your own: scripts/demo.sh --redis HOST:PORT";
    private static final String OTHER_DIRECTORY =
            "name another directory with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR, or " + OWN;

    private static Path file;

    private RedisBinary() {}

    /** Unpacked once a program, since it is 10 MB. */
    static synchronized Path file() throws IOException {
        if (file == null) {
            try {
                file = ExecutableProvider.newJarResourceProvider(ExecutableProvider.newProvidedVersionsMap())
                        .get()
                        .toPath();
            } catch (IOException e) {
                throw new IOException(
                        "the bundled redis-server can't be unpacked in " + System.getProperty("java.io.tmpdir") + " ("
                                + e.getMessage() + "): " + OTHER_DIRECTORY,
                        e);
            }
        }
        return file;
    }

    /**
     * What to do about a redis-server that does not start.
     *
     * @param failure its last output, or the system's message
     */
    static String advice(String failure) {
        if (failure.contains("libssl.so.3") || failure.contains("libcrypto.so.3")) {
            return "the bundled redis-server needs OpenSSL 3: install libssl3 (Debian 12, Ubuntu 22.04 or later), or "
                    + OWN;
        }
        if (failure.contains("`GLIBC_") || failure.contains("error=2,")) {
            return "the bundled redis-server needs glibc 2.34 or later, which this system does not have: " + OWN;
        }
        if (failure.contains("error=13,")) {
            return "the bundled redis-server may not be executed in " + System.getProperty("java.io.tmpdir")
                    + ", perhaps because it is mounted noexec: " + OTHER_DIRECTORY;
        }
        return "redis-server does not start: " + failure;
    }
}
