package dev.liquidity.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.tick.Mode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    private static final String TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    private static final String ACCOUNT = """
            zerodha:
              api_key: "abcdefgh12345678"
              api_secret: "s3cr3t-of-the-api"
              user_id: "AB1234"
              password: "p4ssw0rd-of-mine"
              totp_secret: "%s"   # Base32 from Zerodha
            """.formatted(TOTP);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("config.yaml");
    }

    @Test
    void loadsAFileWithTheCredentialsAloneAndGivesEverythingElseItsDefault() throws IOException {
        Settings settings = connector(ACCOUNT);

        assertEquals(
                new Settings(
                        new Settings.Zerodha(
                                "abcdefgh12345678",
                                new Secret("s3cr3t-of-the-api"),
                                "AB1234",
                                new Secret("p4ssw0rd-of-mine"),
                                new Secret(TOTP),
                                URI.create("https://kite.zerodha.com"),
                                URI.create("https://api.kite.trade"),
                                URI.create("wss://ws.kite.trade"),
                                Path.of("./data/session.json")),
                        new Settings.Redis(
                                "localhost",
                                6379,
                                0,
                                null,
                                null,
                                false,
                                "ticks:raw",
                                "tick_processors",
                                "receiver_1",
                                100_000),
                        new Settings.Connector(
                                3,
                                Mode.FULL,
                                LocalTime.of(8, 45),
                                LocalTime.of(15, 45),
                                50,
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(10),
                                Path.of("./data/journal"),
                                2),
                        new Settings.Instruments("NFO", 2, 2, null, Set.of("CE", "PE", "FUT"), true, "NSE"),
                        new Settings.Persistence(
                                "./data/ticks.db",
                                Duration.ofSeconds(5),
                                Duration.ofDays(1),
                                Duration.ofMinutes(15),
                                false,
                                Path.of("./data/parquet")),
                        new Settings.Telegram(null, null, true),
                        new Settings.Logging("INFO", Path.of("./logs/app.log"), 10_485_760, 5)),
                settings);
    }

    private Settings connector(String yaml) throws IOException {
        return read(yaml, Map.of(), Role.CONNECTOR);
    }

    private Settings read(String yaml, Map<String, String> environment, Role role) throws IOException {
        Files.writeString(file, yaml);
        return SettingsReader.read(file, true, environment, role);
    }
}
