package dev.liquidity.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The account's values: in which of the files they are, who can read these, and what is no value. */
class LocalFileTest {
    private static final String TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    private static final String ACCOUNT = "zerodha: {api_key: my-key, api_secret: my-secret, user_id: AB1234,"
            + " password: my-password, totp_secret: " + TOTP + "}\n";
    private static final String EXAMPLE = "zerodha: {api_key: YOUR_API_KEY, api_secret: YOUR_API_SECRET,"
            + " user_id: YOUR_USER_ID, password: YOUR_PASSWORD, totp_secret: YOUR_TOTP_SECRET}\n";

    @TempDir
    private Path directory;

    private Path file;
    private Path local;

    @BeforeEach
    void setFiles() {
        file = directory.resolve("config.yaml");
        local = directory.resolve("config.local.yaml");
        assertEquals(local, SettingsReader.localFile(file));
    }

    private Configuration read(Map<String, String> environment, Role role) {
        return SettingsReader.read(file, false, environment, Map.of(), role);
    }

    private List<String> faults(Map<String, String> environment) {
        UserException failure = assertThrows(UserException.class, () -> read(environment, Role.CONNECTOR));
        assertFalse(failure.getMessage().contains("hunter2"), failure.getMessage());
        return failure.getMessage().lines().skip(1).map(String::strip).toList();
    }

    @Test
    void winsOverTheFileKeyByKeyAndTheEnvironmentOverBoth() throws IOException {
        Files.writeString(file, EXAMPLE + "redis: {host: of-file, port: 6380, db: 1}");
        Files.writeString(local, ACCOUNT + "redis: {host: of-local, port: 6381, db: null}");

        Settings settings =
                read(Map.of("REDIS_HOST", "of-environment"), Role.CONNECTOR).settings();

        assertEquals("my-password", settings.zerodha().password().reveal());
        assertEquals("of-environment", settings.redis().host());
        assertEquals(6381, settings.redis().port());
        assertEquals(1, settings.redis().db());
    }

    @Test
    void isReadBesideAFileThatIsMissingOrNamedOtherwise() throws IOException {
        Files.writeString(local, ACCOUNT);
        assertEquals(
                "AB1234", read(Map.of(), Role.CONNECTOR).settings().zerodha().userId());

        file = Files.writeString(directory.resolve("my.yaml"), "redis: {db: 3}");
        assertEquals(
                "AB1234", read(Map.of(), Role.CONNECTOR).settings().zerodha().userId());

        Files.setPosixFilePermissions(local, PosixFilePermissions.fromString("rw-r--r--"));
        file = local;
        assertEquals(1, read(Map.of(), Role.CONNECTOR).warnings().size(), "read once");
    }

    @Test
    void isNamedByTheFaultsOfItsKeys() throws IOException {
        Files.writeString(file, EXAMPLE + "redis: {port: x}");
        Files.writeString(local, ACCOUNT.replace("AB1234", "'A B'") + "redis: {hots: y, db: z}");

        assertEquals(
                List.of(
                        "redis.hots (from config.local.yaml): unknown key; did you mean host?",
                        "zerodha.user_id (from config.local.yaml): contains a blank or a character that no Kite"
                                + " credential has",
                        "redis.port: must be a whole number from 1 to 65535, not 'x'",
                        "redis.db (from config.local.yaml): must be a whole number from 0 to 1000000, not 'z'"),
                faults(Map.of()));
    }

    @Test
    void bringsNoFurtherFaultsWhenItIsNoYaml() throws IOException {
        Files.writeString(file, EXAMPLE + "redis: {port: x");
        assertEquals(1, faults(Map.of()).size(), faults(Map.of())::toString);

        Files.writeString(local, "zerodha:\n  password: @hunter2\n");
        List<String> faults = faults(Map.of());
        assertEquals(2, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("file: is not valid YAML at line "), faults::toString);
        assertTrue(
                faults.get(1).startsWith("file (from config.local.yaml): is not valid YAML at line 2, "),
                faults::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r--r--, true",
        "rw-r-----, true",
        "rw----r--, true",
        "rw-------, false",
        "r--------, false",
    })
    void warnsOfEachFileWithSecretsThatOthersCanRead(String rights, boolean warns) throws IOException {
        Files.writeString(file, "redis: {password: of-redis}");
        Files.writeString(local, ACCOUNT);
        for (Path each : List.of(file, local)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(rights));
        }

        for (Role role : Role.values()) {
            assertEquals(
                    warns
                            ? List.of(
                                    "Others on this machine can read " + file + ", which holds secrets: chmod 600 "
                                            + file,
                                    "Others on this machine can read " + local + ", which holds secrets: chmod 600 "
                                            + local)
                            : List.of(),
                    read(Map.of(), role).warnings());
        }
    }

    @Test
    void doesNotWarnOfAFileWithoutASecret() throws IOException {
        Files.writeString(file, EXAMPLE + "redis: {host: localhost}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertEquals(List.of(), read(Map.of(), Role.RECEIVER).warnings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${KITE_API_SECRET}",
                "${KITE_API_SECRET:-hunter2}",
                "{{…}}",
                "{{ kite.secret }}",
                "%NAME%",
                "CHANGE_ME",
                "changeme",
                "replace-me",
                "<your key>",
                "YOUR_KEY",
                "your-api-key",
                "${A}\r",
            })
    void takesNoPlaceholderAndTellsItsKeyAndVariable(String text) throws IOException {
        Files.writeString(file, ACCOUNT.replace("my-secret", '"' + text.replace("\r", "\\r") + '"'));
        assertEquals(
                List.of("zerodha.api_secret: still holds a placeholder; java -jar connector.jar --init asks for it,"
                        + " or set ZERODHA_API_SECRET in the environment"),
                faults(Map.of()));

        Files.writeString(file, ACCOUNT);
        assertEquals(
                List.of(
                        "zerodha.user_id (from ZERODHA_USER_ID): still holds a placeholder; set it to your own value",
                        "redis.password (from REDIS_PASSWORD): still holds a placeholder; put your own value there, or"
                                + " leave the key out"),
                faults(Map.of("ZERODHA_USER_ID", text, "REDIS_PASSWORD", text)));
        assertEquals("is a placeholder, not your own value", Credential.API_SECRET.fault(text));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
                    "hunter2",  has quotes as a part of the value; remove them
                    'hunter2',  has quotes as a part of the value; remove them
                    hunter2/r,  ~ends in a carriage return, as in a file with Windows line ends; remove it~
                    ~hunter2 ~, begins or ends with a blank; remove it
                    ~ hunter2~, begins or ends with a blank; remove it
                    hunter/n2,  contains a line break or another control character
                    """)
    void takesNoValueThatGotMoreThanItself(String written, String fault) throws IOException {
        String text = written.replace("/r", "\r").replace("/n", "\n");
        Files.writeString(file, ACCOUNT);
        for (Credential credential : Credential.values()) {
            String variable = "ZERODHA_" + credential.name();
            assertEquals(
                    List.of("zerodha." + credential.key() + " (from " + variable + "): " + fault),
                    faults(Map.of(variable, text)));
            assertEquals(fault, credential.fault(text));
        }
        assertEquals(List.of("redis.password (from REDIS_PASSWORD): " + fault), faults(Map.of("REDIS_PASSWORD", text)));

        String quoted = "\"" + text.replace("\"", "\\\"").replace("\r", "\\r").replace("\n", "\\n") + "\"";
        Files.writeString(file, ACCOUNT.replace("my-password", quoted));
        assertEquals(List.of("zerodha.password: " + fault), faults(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "\"quoted\" inside", "50%", "$tr0ng{pw}", "a<b>", "Your_Pass1", "x'", "%d", "{{"})
    void takesAPasswordThatOnlyLooksUnusual(String text) {
        assertNull(Credential.PASSWORD.fault(text));
        assertEquals(
                text,
                read(
                                Map.of(
                                        "ZERODHA_API_KEY",
                                        "k",
                                        "ZERODHA_API_SECRET",
                                        "s",
                                        "ZERODHA_USER_ID",
                                        "u",
                                        "ZERODHA_PASSWORD",
                                        text,
                                        "ZERODHA_TOTP_SECRET",
                                        TOTP),
                                Role.CONNECTOR)
                        .settings()
                        .zerodha()
                        .password()
                        .reveal());
    }

    @Test
    void checksAValueAsTheSettingsDo() {
        assertNull(Credential.TOTP_SECRET.fault("jbsw y3dp ehpk 3pxp"));
        assertEquals(
                "is not base32 (16 or more of the letters A-Z and the digits 2-7)",
                Credential.TOTP_SECRET.fault("not-a-secret-at-all!"));
        assertEquals(
                "has a length that base32 cannot have: a character is missing or too many",
                Credential.TOTP_SECRET.fault("JBSWY3DPEHPK3PXPJ"));
        assertEquals("must not be empty", Credential.API_KEY.fault(" "));
    }
}
