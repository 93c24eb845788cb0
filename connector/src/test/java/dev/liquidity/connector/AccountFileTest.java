package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.Configuration;
import dev.liquidity.common.config.Role;
import dev.liquidity.common.config.Settings;
import dev.liquidity.common.config.SettingsReader;
import dev.liquidity.sandbox.support.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --init} and the other flags that end before a login, as a script runs them: without a terminal. */
class AccountFileTest {
    private static final String TOTP = "jbsw y3dp ehpk 3pxp";
    private static final List<String> VALUES =
            List.of("my-key", "hush-secret", "AB1234", "hush'\"#: {pass} ü\\word", TOTP);

    @TempDir
    private Path directory;

    private ChildProcess connector(List<String> input, String... flags) throws IOException {
        Path lines = Files.write(directory.resolve("input"), input);
        ChildProcess run = ChildProcess.builder("connector", directory)
                .command("sh", "-c", "umask 022; exec \"$@\" <" + lines, "sh")
                .java()
                .command("-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp")
                .command(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                .command(Connector.class.getName())
                .command(flags)
                .errorsApart()
                .start();
        run.awaitExit();
        Files.delete(lines);
        return run;
    }

    private void assertRefused(ChildProcess run, String... said) throws IOException {
        assertEquals(2, run.awaitExit(), run::toString);
        assertEquals(1, run.err().lines().count(), run::toString);
        for (String words : said) {
            assertTrue(run.err().contains(words), () -> words + " is not in " + run);
        }
        assertFalse((run.err() + run.out()).contains("hush"), run::toString);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> !file.toString().matches(".*\\.(out|err|yaml)"))
                            .toList(),
                    "no log, no session, nothing half written");
        }
    }

    @Test
    void writesAFileForItsOwnerAloneThatTheSettingsTake() throws IOException {
        Files.copy(Path.of("..", "config.yaml"), directory.resolve("config.yaml"));

        ChildProcess run = connector(VALUES, "--init");

        assertEquals(0, run.awaitExit(), run::toString);
        assertEquals("", run.err());
        Path file = directory.resolve("config.local.yaml");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(run.out().contains("Wrote " + file.toRealPath()), run::toString);
        assertTrue(run.out().contains("java -jar connector.jar --symbol NIFTY --dry-run"), run::toString);
        assertFalse(run.out().contains("hush"), run::toString);
        Configuration read =
                SettingsReader.read(directory.resolve("config.yaml"), true, Map.of(), Map.of(), Role.CONNECTOR);
        Settings.Zerodha account = read.settings().zerodha();
        assertEquals(
                List.of(VALUES.get(0), VALUES.get(1), VALUES.get(2), VALUES.get(3), "JBSWY3DPEHPK3PXP"),
                List.of(
                        account.apiKey(),
                        account.apiSecret().reveal(),
                        account.userId(),
                        account.password().reveal(),
                        account.totpSecret().reveal()));
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void writesBesideTheConfigurationThatIsNamed() throws IOException {
        Files.createDirectory(directory.resolve("etc"));

        ChildProcess run = connector(VALUES, "--init", "--config", "etc/my.yaml");

        assertEquals(0, run.awaitExit(), run::toString);
        assertTrue(Files.exists(directory.resolve("etc/config.local.yaml")), run::toString);
    }

    @Test
    void leavesAFileThatIsThereAsItIs() throws IOException {
        Path file = Files.writeString(directory.resolve("config.local.yaml"), "# mine\n");

        assertRefused(connector(VALUES, "--init"), "config.local.yaml exists already; edit it, or move it away first");
        assertEquals("# mine\n", Files.readString(file));

        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("elsewhere.yaml"));
        assertRefused(connector(VALUES, "--init"), "exists already");
        assertFalse(Files.exists(directory.resolve("elsewhere.yaml")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | YOUR_API_KEY  | api_key: is a placeholder, not your own value; nothing was written
            1 | ${API_SECRET} | api_secret: is a placeholder
            2 | A B           | user_id: contains a blank
            3 | "hush"        | password: has quotes as a part of the value
            4 | 123456        | totp_secret: is a one-time code
            4 | hush          | totp_secret: is not base32
            """)
    void refusesAValueAsTheSettingsDo(int line, String value, String fault) throws IOException {
        List<String> values = new ArrayList<>(VALUES);
        values.set(line, value);

        assertRefused(connector(values, "--init"), fault);
        assertFalse(Files.exists(directory.resolve("config.local.yaml")));
    }

    @Test
    void writesNothingWhenTheInputEnds() throws IOException {
        assertRefused(
                connector(VALUES.subList(0, 3), "--init"),
                "the input ended before password, so nothing was written",
                "api_key, api_secret, user_id, password, totp_secret");
        assertFalse(Files.exists(directory.resolve("config.local.yaml")));
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        assertRefused(connector(VALUES, "--init", "--config", "none/config.yaml"), "can't write ", "none/config.local");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --symbols NIFTY | connector: Unknown option: '--symbols'; did you mean --symbol?; --help lists the flags
            --login-now     | connector: Missing required option: '--symbol=SYMBOL'; --help lists the flags
            --log INFO      | connector: '--log' is not unique: it matches '--log
            --symbol=       | connector: --symbol names no underlying; for example --symbol NIFTY,BANKNIFTY
            --symbol=,      | connector: --symbol names no underlying
            --sym=          | connector: --symbol names no underlying
            """)
    void tellsAWrongFlagBeforeItReadsAnything(String flags, String line) throws IOException {
        assertRefused(connector(List.of(), flags.split(" ")), line);
    }
}
