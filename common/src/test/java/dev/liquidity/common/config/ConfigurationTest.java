package dev.liquidity.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said at the start, and what the settings become where the user's keys and the defaults do not fit. */
class ConfigurationTest {
    @TempDir
    private Path directory;

    private Configuration read(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("config.yaml"), yaml + "\n");
        return SettingsReader.read(file, true, Map.of(), Map.of(), Role.RECEIVER);
    }

    /** Without the one on db_path, which is there at each start. */
    private static List<String> notes(Configuration configuration) {
        return configuration.notes().stream()
                .filter(note -> !note.startsWith("persistence.db_path "))
                .toList();
    }

    @Test
    void shortensTheDefaultHistoryToTheUsersTimeToLive() throws IOException {
        Configuration configuration = read("persistence: {redis_key_ttl_seconds: 600}");

        assertEquals(
                Duration.ofSeconds(600), configuration.settings().persistence().redisHistory());
        assertEquals(
                Duration.ofSeconds(600), configuration.settings().persistence().redisKeyTtl());
        assertEquals(
                List.of("persistence.redis_history_minutes: the history reaches back 600 s, as long as"
                        + " redis_key_ttl_seconds keeps a key"),
                notes(configuration));
    }

    @Test
    void prolongsTheDefaultTimeToLiveToTheUsersHistory() throws IOException {
        Configuration configuration = read("persistence: {redis_history_minutes: 2880}");

        assertEquals(Duration.ofDays(2), configuration.settings().persistence().redisHistory());
        assertEquals(Duration.ofDays(2), configuration.settings().persistence().redisKeyTtl());
        assertEquals(
                List.of("persistence.redis_key_ttl_seconds is 172800, as long as redis_history_minutes reaches back"),
                notes(configuration));
    }

    @Test
    void movesTheDefaultEndBehindTheUsersLogin() throws IOException {
        Configuration configuration = read("connector: {login_time: '16:00'}");

        assertEquals(LocalTime.of(16, 0), configuration.settings().connector().loginTime());
        assertEquals(
                LocalTime.of(23, 59, 59), configuration.settings().connector().sessionEnd());
        assertEquals(
                List.of("connector.session_end is 23:59:59, since connector.login_time is 16:00"),
                notes(configuration));
    }

    @Test
    void leavesDefaultsThatFitAlone() throws IOException {
        Configuration configuration = read("persistence: {redis_key_ttl_seconds: 900}\nconnector: {login_time: 15:44}");

        assertEquals(
                Duration.ofMinutes(15), configuration.settings().persistence().redisHistory());
        assertEquals(LocalTime.of(15, 45), configuration.settings().connector().sessionEnd());
        assertEquals(List.of(), notes(configuration));
        assertEquals(List.of(), configuration.warnings());
    }

    @Test
    void opensThreeSocketsWhereTheOriginalWantedMore() throws IOException {
        Configuration configuration = read("connector: {num_sockets: 5}");

        assertEquals(3, configuration.settings().connector().numSockets());
        assertEquals(
                List.of("connector.num_sockets: Kite takes 3 sockets of a key, so 3 are opened, not 5"),
                configuration.warnings());
        assertEquals(List.of(), read("connector: {num_sockets: 3}").warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_bytes", "backup_count"})
    void saysThatALogWithoutRotationGrows(String key) throws IOException {
        assertEquals(
                List.of("The log file grows without a bound, since logging." + key + " is 0"),
                notes(read("logging: {" + key + ": 0}")));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void namesTheFileThatIsMissingAndTheDatabase(Role role) {
        Map<String, String> account = Map.of(
                "ZERODHA_API_KEY", "k",
                "ZERODHA_API_SECRET", "s",
                "ZERODHA_USER_ID", "u",
                "ZERODHA_PASSWORD", "p",
                "ZERODHA_TOTP_SECRET", "JBSWY3DPEHPK3PXP");
        Path none = Path.of("no-such-directory", "config.yaml");

        assertEquals(
                List.of(
                        "There is no " + none.toAbsolutePath() + ": defaults apply, but for what the"
                                + " environment or config.local.yaml says",
                        "persistence.db_path ./data/ticks.db is "
                                + Path.of("data", "ticks.db").toAbsolutePath()),
                SettingsReader.read(none, false, account, Map.of(), role).notes());
    }

    @Test
    void doesNotExplainAnAbsolutePath() throws IOException {
        assertEquals(
                List.of(),
                read("persistence: {db_path: '" + directory.resolve("ticks.db") + "'}")
                        .notes());
    }

    @Test
    void refusesAPathThatIsNeitherAFileNorADirectory() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        String faults = assertThrows(
                        UserException.class,
                        () -> read("logging: {log_file: '" + pipe + "'}\npersistence: {db_path: '" + pipe + "'}"))
                .getMessage();

        assertTrue(faults.contains("  logging.log_file: is neither a file nor the name of a new one"), faults);
        assertTrue(faults.contains("  persistence.db_path: is neither a file nor the name of a new one"), faults);
    }
}
