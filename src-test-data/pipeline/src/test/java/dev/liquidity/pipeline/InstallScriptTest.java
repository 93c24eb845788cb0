package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code scripts/install.sh} below a temporary root, with a java and a systemctl that note what they are asked for; no
 * test needs the rights of root.
 */
class InstallScriptTest {
    private static final String PREFIX = "/opt/ticks";

    @TempDir
    Path directory;

    private Path project;
    private Path root;

    private record Run(int code, String output) {}

    @BeforeEach
    void makeAProjectWhoseJarsAreBuilt() throws IOException {
        project = directory.resolve("project");
        root = Files.createDirectory(directory.resolve("root"));
        for (String file : List.of(
                "install.sh",
                "keep.sh",
                "systemd/connector.service",
                "systemd/receiver.service",
                "systemd/liquidity-status.service",
                "systemd/liquidity-status.timer",
                "systemd/liquidity-archive.service",
                "systemd/liquidity-archive.timer",
                "systemd/liquidity-archive-running.service",
                "systemd/liquidity-archive-running.timer")) {
            Path copy = project.resolve("scripts").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Document.ROOT.resolve("scripts").resolve(file), copy);
        }
        Files.copy(Document.ROOT.resolve("config.yaml"), project.resolve("config.yaml"));
        build("first");
        program("java", "case $1 in -version) echo 'openjdk version \"21.0.1\"' >&2 ;; *) echo a completion ;; esac");
        program("systemctl", """
                echo "$* $(cat %1$s/connector.jar 2>/dev/null)" >>%2$s/asked
                case $1 in is-active | is-enabled) [ -e %2$s/running ] ;; esac""".formatted(root + PREFIX, directory));
    }

    private void build(String version) throws IOException {
        Files.writeString(project.resolve("connector.jar"), "connector " + version);
        Files.writeString(project.resolve("receiver.jar"), "receiver " + version);
    }

    private void program(String name, String script) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(Map<String, String> environment, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("bash", project.resolve("scripts/install.sh").toString()));
        command.addAll(List.of(flags));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("SYSTEMCTL");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Run(process.exitValue(), output);
    }

    private String install(String... flags) throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(List.of("--prefix", PREFIX, "--root", root.toString(), "--java", directory + "/java"));
        all.addAll(List.of(flags));
        Run run = run(Map.of("SYSTEMCTL", directory + "/systemctl"), all.toArray(String[]::new));
        assertEquals(0, run.code(), run.output());
        return run.output();
    }

    private Path installed(String file) {
        return Path.of(root + PREFIX).resolve(file);
    }

    private String unit(String name) throws IOException {
        return Files.readString(root.resolve("etc/systemd/system").resolve(name));
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(installed(file)));
    }

    private List<String> asked() throws IOException {
        Path file = directory.resolve("asked");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void installsTheProgramsTheirConfigurationAndUnitsOfTheirPlace() throws Exception {
        Files.writeString(project.resolve("config.local.yaml"), "zerodha: {password: 'secret'}\n");
        install("--symbol", "SENSEX,M&M", "--user", "ticker", "--group", "readers");

        assertEquals("connector first", Files.readString(installed("connector.jar")));
        assertEquals("receiver first", Files.readString(installed("receiver.jar")));
        assertEquals(Files.readString(project.resolve("config.yaml")), Files.readString(installed("config.yaml")));
        assertEquals("rw-r-----", mode("config.yaml"));
        assertEquals("rw-------", mode("config.local.yaml"));
        assertEquals("rwxr-x---", mode("data"));
        assertEquals("rwxr-x---", mode("logs"));
        assertEquals("rwxr-xr-x", mode("keep.sh"));
        assertEquals("rwxr-xr-x", mode("bin/receiver"));
        assertEquals("a completion\n", Files.readString(installed("completion/connector")));

        String connector = unit("connector.service");
        assertTrue(
                connector.contains("\nExecStart=" + directory + "/java -Xmx96m -XX:+UseSerialGC -jar connector.jar"
                        + " --symbol SENSEX,M&M\n"),
                connector);
        assertTrue(connector.contains("\nUser=ticker\nGroup=readers\nWorkingDirectory=" + PREFIX + "\n"), connector);
        for (String unit : List.of(
                "connector.service",
                "receiver.service",
                "liquidity-status.service",
                "liquidity-archive.service",
                "liquidity-archive-running.service")) {
            assertTrue(unit(unit).contains("\nReadWritePaths=" + PREFIX + "/data " + PREFIX + "/logs\n"), unit);
            assertFalse(unit(unit).contains("/opt/liquidity"), unit(unit));
            assertTrue(unit(unit).contains("\nExecStart=" + directory + "/java "), unit(unit));
        }
        assertTrue(asked().contains("enable --now receiver connector liquidity-status.timer"
                + " liquidity-archive.timer liquidity-archive-running.timer connector first"));
    }

    @Test
    void stopsReplacesAndStartsInThisOrderAndOnlyWhenSomethingHasChanged() throws Exception {
        install();
        Files.createFile(directory.resolve("running"));
        Files.deleteIfExists(directory.resolve("asked"));

        assertTrue(install().endsWith("  everything is as it should be\n"));
        assertEquals(
                List.of(),
                asked().stream().filter(line -> !line.startsWith("is-")).toList());

        build("second");
        install();
        assertEquals(
                List.of(
                        "stop connector connector first",
                        "stop receiver connector first",
                        "daemon-reload connector second",
                        "start receiver connector second",
                        "start connector connector second"),
                asked().stream().filter(line -> !line.startsWith("is-")).toList());
    }

    @Test
    void startsATimerThatAnUpdateBringsOnceOnly() throws Exception {
        install();
        Files.createFile(directory.resolve("running"));
        Files.delete(root.resolve("etc/systemd/system/liquidity-archive.timer"));
        Files.deleteIfExists(directory.resolve("asked"));

        install();
        build("second");
        install();

        assertEquals(
                List.of("enable --now liquidity-archive.timer connector first"),
                asked().stream().filter(line -> line.startsWith("enable")).toList());
    }

    @Test
    void leavesTheOldFileToWhoeverHasItOpen() throws Exception {
        install();
        try (var open = Files.newInputStream(installed("connector.jar"))) {
            build("second");
            install();
            assertEquals("connector first", new String(open.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void keepsTheConfigurationAndWhatItWasToldBefore() throws Exception {
        install("--symbol", "SENSEX", "--user", "ticker", "--group", "readers", "--data", "/mnt/disk/ticks");
        Files.writeString(installed("config.yaml"), "redis: {port: 7000}\n");
        Files.writeString(installed("config.local.yaml"), "zerodha: {password: 'new'}\n");
        Files.writeString(project.resolve("config.local.yaml"), "zerodha: {password: 'old'}\n");
        Files.writeString(installed("data.new"), "the user's own");
        build("second");
        install();

        assertEquals("redis: {port: 7000}\n", Files.readString(installed("config.yaml")));
        assertEquals("zerodha: {password: 'new'}\n", Files.readString(installed("config.local.yaml")));
        assertEquals(
                Files.readString(project.resolve("config.yaml")), Files.readString(installed("config.yaml.shipped")));
        assertEquals("the user's own", Files.readString(installed("data.new")));
        String connector = unit("connector.service");
        assertTrue(connector.contains(" --symbol SENSEX\n"), connector);
        assertTrue(connector.contains("\nUser=ticker\nGroup=readers\n"), connector);
        assertTrue(connector.contains("\nReadWritePaths=/mnt/disk/ticks " + PREFIX + "/logs\n"), connector);
    }

    @Test
    void putsTheDataOnAnotherDiskAndWaitsForItsMount() throws Exception {
        install("--data", "/mnt/disk/ticks");
        assertEquals(Path.of("/mnt/disk/ticks"), Files.readSymbolicLink(installed("data")));
        assertTrue(Files.isDirectory(root.resolve("mnt/disk/ticks")));
        for (String unit : List.of("connector.service", "receiver.service")) {
            assertTrue(unit(unit).contains("\nRequiresMountsFor=" + PREFIX + " /mnt/disk/ticks\n"), unit(unit));
        }
    }

    @Test
    void startsNothingWithoutTheAccountsValues() throws Exception {
        String output = install();
        assertTrue(output.contains(PREFIX + "/bin/connector --init\n"), output);
        assertEquals(
                List.of(),
                asked().stream().filter(line -> line.startsWith("enable")).toList());
    }

    @Test
    void changesNothingWhenItIsOnlyToSayWhatItWouldDo() throws Exception {
        String output = install("--dry-run");
        assertTrue(output.contains("  install " + PREFIX + "/connector.jar\n"), output);
        try (var files = Files.list(root)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void refusesAJarThatDoesNotRunBeforeItStopsAnything() throws Exception {
        install();
        Files.createFile(directory.resolve("running"));
        Files.deleteIfExists(directory.resolve("asked"));
        build("broken");
        program("java", "case $1 in -version) echo 'openjdk version \"21.0.1\"' >&2 ;; *) exit 1 ;; esac");
        Run run = run(
                Map.of("SYSTEMCTL", directory + "/systemctl"),
                "--prefix",
                PREFIX,
                "--root",
                root.toString(),
                "--java",
                directory + "/java");
        assertEquals(1, run.code(), run.output());
        assertTrue(run.output().contains("connector.jar does not run with "), run.output());
        assertEquals("connector first", Files.readString(installed("connector.jar")));
        assertFalse(Files.exists(installed("connector.jar.installing")));
        assertEquals(List.of(), asked());
    }

    @Test
    void doesNotTakeTheUnitsFromAnotherInstallation() throws Exception {
        install();
        Run run = run(Map.of(), "--prefix", "/opt/other", "--root", root.toString(), "--java", directory + "/java");
        assertEquals(1, run.code(), run.output());
        assertTrue(run.output().startsWith("install: systemd keeps the programs in " + PREFIX + ": "), run.output());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --fast                           | unknown flag --fast
                    --root /x                        | --prefix is missing, for example --prefix /opt/liquidity
                    --prefix                         | --prefix needs a value
                    --prefix liquidity               | liquidity must be an absolute path of letters, digits and . _ - /
                    --prefix /a --symbol NIFTY;BANK  | --symbol takes names with commas between them, not NIFTY;BANK
                    """)
    void refusesAWrongFlag(String flags, String message) throws Exception {
        Run run = run(Map.of(), flags.split(" "));
        assertEquals(new Run(2, "install: " + message + "; scripts/install.sh --help lists the flags\n"), run);
    }
}
