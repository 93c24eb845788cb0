package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The two jars, run as a user runs them but with little memory, far from Kolkata. */
final class Jar {
    private static final String[] SPARING = {
        "-Xmx160m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.timezone=America/New_York"
    };

    private Jar() {}

    /** Starts {@code connector} or {@code receiver}, with its two outputs apart. */
    static ChildProcess start(Path directory, String program, String... arguments) throws IOException {
        return start(directory, List.of(), Map.of(), program, arguments);
    }

    /**
     * Starts {@code connector} or {@code receiver}, with its two outputs apart.
     *
     * @param flags for Java
     * @param environment beside what a user has; the variables that the programs read are there only if given here
     */
    static ChildProcess start(
            Path directory, List<String> flags, Map<String, String> environment, String program, String... arguments)
            throws IOException {
        return ChildProcess.builder(program, directory)
                .java()
                .command(SPARING)
                .command(flags)
                .command("-jar", path(program).toString())
                .command(arguments)
                .environment(environment)
                .errorsApart()
                .start();
    }

    /** Makes {@code connector} or {@code receiver} with a configuration and a name of its own, not started yet. */
    static ChildProcess of(String program, String name, Path directory, boolean isUnread, Path config, String... flags)
            throws IOException {
        ChildProcess.Builder builder = ChildProcess.builder(name, directory);
        return (isUnread ? builder.unread() : builder)
                .java()
                .command(SPARING)
                .command("-jar", path(program).toString(), "--config", config.toString())
                .command(flags)
                .build();
    }

    /**
     * Makes {@code connector} or {@code receiver} with a clock that a test moves, not started yet.
     *
     * @param name of the files with its output
     */
    static ChildProcess byClock(Path clock, String program, String name, Path directory, String... words)
            throws IOException {
        Class<?> main = program.equals("connector") ? ConnectorByClock.class : ReceiverByClock.class;
        try {
            Path tests = Path.of(
                    main.getProtectionDomain().getCodeSource().getLocation().toURI());
            return ChildProcess.builder(name, directory)
                    .java()
                    .command(SPARING)
                    .command("-cp", path(program) + File.pathSeparator + tests, main.getName(), clock.toString())
                    .command(words)
                    .build();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Path path(String program) {
        Path jar = Document.ROOT.resolve(program + ".jar");
        if (!Files.exists(jar)) {
            throw new AssertionError(jar + " is not built: run mvn package");
        }
        return jar;
    }
}
