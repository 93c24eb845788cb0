package dev.liquidity.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/** What is measured: the jars below the project's root, and the flags of the service files. */
public final class Jars {
    private final Path root;

    /**
     * @throws IOException when a jar is missing
     */
    public Jars(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        for (Path jar : List.of(connector(), receiver(), sandbox())) {
            if (!Files.exists(jar)) {
                throw new IOException(jar + " is missing: run mvn package -DskipTests first");
            }
        }
    }

    /** Of the connector's jar. */
    public String version() throws IOException {
        try (JarFile jar = new JarFile(connector().toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Implementation-Version") + " of "
                    + Files.getLastModifiedTime(connector());
        }
    }

    Path connector() {
        return root.resolve("connector.jar");
    }

    Path receiver() {
        return root.resolve("receiver.jar");
    }

    Path sandbox() {
        return root.resolve("src-test-data/target/sandbox.jar");
    }

    /** The JVM's flags in a service file of {@code scripts/}: the words between {@code java} and {@code -jar}. */
    public List<String> serviceFlags(String service) throws IOException {
        for (String line : Files.readAllLines(root.resolve("scripts/" + service + ".service"))) {
            if (line.startsWith("ExecStart=") && line.contains(" -jar ")) {
                String flags = line.substring(line.indexOf(' ') + 1, line.indexOf("-jar "))
                        .strip();
                return flags.isEmpty() ? List.of() : List.of(flags.split("\\s+"));
            }
        }
        return List.of();
    }
}
