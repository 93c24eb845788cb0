package dev.liquidity.common.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.tick.Mode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void setFile() {
        file = directory.resolve("config.yaml");
    }

    @Test
    void loadsAFileWithOnlyTheCredentialsAndDefaultsForEverythingElse() throws IOException {
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
                                100_000,
                                Settings.Keep.UNSTORED,
                                null,
                                List.of()),
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
                        CalendarFile.builtIn(),
                        new Settings.Instruments(
                                "NFO", 2, 2, null, Set.of("CE", "PE", "FUT"), true, "NSE", Duration.ofHours(1)),
                        new Settings.Persistence(
                                "./data/ticks.db",
                                Duration.ofSeconds(5),
                                Duration.ofDays(1),
                                Duration.ofMinutes(15),
                                true,
                                Path.of("./data/archive"),
                                5,
                                2_000_000_000L),
                        new Settings.Telegram(null, null, true, URI.create("https://api.telegram.org")),
                        new Settings.Notifications(null, null, Duration.ofMinutes(15)),
                        null,
                        new Settings.Logging("INFO", Path.of("./logs/app.log"), 10_485_760, 5)),
                settings);
    }

    @Test
    void loadsAFileOfThePythonOriginalUnchanged() throws IOException {
        Settings settings = connector(ACCOUNT + """
                redis:
                  host: "127.0.0.1"
                  port: 6380
                  db: 1
                  password: null
                  stream_name: "ticks:raw"
                  consumer_group: "tick_processors"
                  consumer_name: "receiver_1"
                  max_stream_length: 50000
                connector:
                  num_sockets: 2
                  tick_mode: "quote"
                  login_time: "08:50"
                  reconnect_max_retries: 50
                  reconnect_max_delay: 60
                instruments:
                  exchange: "NFO"
                  expiry_filter:
                    weekly_expiries: 1
                    monthly_expiries: 3
                  strike_range_pct: 7.5
                  instrument_types:
                    - CE
                    - PE
                  include_underlying: no
                  underlying_exchange: "NSE"
                persistence:
                  db_path: "./data/ticks.db"
                  dump_interval_seconds: 30
                  redis_key_ttl_seconds: 172800
                  parquet_enabled: true
                  parquet_dir: "./data/parquet"
                telegram:
                  bot_token: "YOUR_BOT_TOKEN"
                  chat_id: "YOUR_CHAT_ID"
                  enabled: true
                logging:
                  level: "WARNING"
                  log_file: "./logs/app.log"
                  max_bytes: 10485760
                  backup_count: 5
                """);

        assertEquals("127.0.0.1", settings.redis().host());
        assertEquals(6380, settings.redis().port());
        assertEquals(50_000, settings.redis().maxStreamLength());
        assertEquals(Mode.QUOTE, settings.connector().tickMode());
        assertEquals(LocalTime.of(8, 50), settings.connector().loginTime());
        assertEquals(
                new Settings.Instruments(
                        "NFO", 1, 3, new BigDecimal("7.5"), Set.of("CE", "PE"), false, "NSE", Duration.ofHours(1)),
                settings.instruments());
        assertEquals(Duration.ofSeconds(30), settings.persistence().dumpInterval());
        assertEquals(
                new Settings.Telegram(null, null, true, URI.create("https://api.telegram.org")), settings.telegram());
        assertEquals("WARN", settings.logging().level());
        assertTrue(settings.persistence().archiveEnabled());
        assertEquals(Path.of("./data/parquet"), settings.persistence().archiveDir());
    }

    @Test
    void prefersTheEnvironmentToTheFileUnlessAVariableIsEmpty() throws IOException {
        Map<String, String> environment = Map.of(
                "ZERODHA_API_KEY", "other-key",
                "ZERODHA_API_SECRET", "other-secret",
                "ZERODHA_USER_ID", "CD5678",
                "ZERODHA_PASSWORD", "other password",
                "ZERODHA_TOTP_SECRET", "jbsw y3dp ehpk 3pxp",
                "REDIS_HOST", "redis.example.net",
                "REDIS_PASSWORD", "",
                "TELEGRAM_BOT_TOKEN", "1234:bot",
                "TELEGRAM_CHAT_ID", "-100200300");

        Settings settings = read(ACCOUNT + "redis: {host: elsewhere, password: kept}", environment, Role.CONNECTOR);

        assertEquals("other-key", settings.zerodha().apiKey());
        assertEquals("other-secret", settings.zerodha().apiSecret().reveal());
        assertEquals("CD5678", settings.zerodha().userId());
        assertEquals("other password", settings.zerodha().password().reveal());
        assertEquals("JBSWY3DPEHPK3PXP", settings.zerodha().totpSecret().reveal());
        assertEquals("redis.example.net", settings.redis().host());
        assertEquals("kept", settings.redis().password().reveal());
        assertEquals("1234:bot", settings.telegram().botToken().reveal());
        assertEquals("-100200300", settings.telegram().chatId());
    }

    @Test
    void saysWhatTelegramLacks() throws IOException {
        String without = ": nobody is told anything by Telegram without it; telegram.enabled: false if that is right";
        assertEquals(List.of("telegram.chat_id" + without), telegramWarnings("{bot_token: '1:x'}"));
        assertEquals(List.of("telegram.bot_token" + without), telegramWarnings("{chat_id: '1'}"));
        assertEquals(List.of(), telegramWarnings("{chat_id: '1', enabled: false}"));
        assertEquals(List.of(), telegramWarnings("{bot_token: YOUR_BOT_TOKEN, chat_id: YOUR_CHAT_ID}"));
    }

    private List<String> telegramWarnings(String section) throws IOException {
        Files.writeString(file, "telegram: " + section);
        return SettingsReader.read(file, true, Map.of(), Map.of(), Role.RECEIVER).warnings().stream()
                .filter(line -> line.startsWith("telegram."))
                .toList();
    }

    @Test
    void needsNoFileWhenTheEnvironmentHasTheCredentials() {
        Map<String, String> environment = Map.of(
                "ZERODHA_API_KEY", "k",
                "ZERODHA_API_SECRET", "s",
                "ZERODHA_USER_ID", "u",
                "ZERODHA_PASSWORD", "p",
                "ZERODHA_TOTP_SECRET", TOTP);

        assertEquals(
                "u",
                SettingsReader.read(file, false, environment, Map.of(), Role.CONNECTOR)
                        .settings()
                        .zerodha()
                        .userId());
        assertEquals(
                6379,
                SettingsReader.read(file, false, Map.of(), Map.of(), Role.RECEIVER)
                        .settings()
                        .redis()
                        .port());
    }

    @Test
    void namesTheMissingCredentialsAndTheMissingFile() {
        UserException failure = assertThrows(
                UserException.class,
                () -> SettingsReader.read(file, false, Map.of("ZERODHA_USER_ID", "u"), Map.of(), Role.CONNECTOR));

        assertEquals(ExitCode.USAGE, failure.exitCode());
        assertEquals(
                List.of(
                        file + " (not found; defaults and environment): 4 faults",
                        "  zerodha.api_key: is missing; java -jar connector.jar --init asks for it,"
                                + " or set ZERODHA_API_KEY in the environment",
                        "  zerodha.api_secret: is missing; java -jar connector.jar --init asks for it,"
                                + " or set ZERODHA_API_SECRET in the environment",
                        "  zerodha.password: is missing; java -jar connector.jar --init asks for it,"
                                + " or set ZERODHA_PASSWORD in the environment",
                        "  zerodha.totp_secret: is missing; java -jar connector.jar --init asks for it,"
                                + " or set ZERODHA_TOTP_SECRET in the environment"),
                failure.getMessage().lines().toList());
    }

    @Test
    void refusesANamedFileThatDoesNotExist() {
        UserException failure = assertThrows(
                UserException.class, () -> SettingsReader.read(file, true, Map.of(), Map.of(), Role.RECEIVER));

        assertEquals(file + ": 1 fault\n  file: does not exist", failure.getMessage());
    }

    @Test
    void reportsEveryFaultAtOnceByItsKeyPath() {
        assertEquals(
                List.of(
                        "redis.max_stream_lenght: unknown key; did you mean max_stream_length?",
                        "zerodha.totp_secret: is not base32 (16 or more of the letters A-Z and the digits 2-7)",
                        "redis.port: must be a whole number from 1 to 65535, not '70000'",
                        "connector.login_time: must be before connector.session_end, but 16:00 is not before 15:45",
                        "instruments.instrument_types: must be a list of CE, PE or FUT, not 'CALL'",
                        "logging.level: must be TRACE, DEBUG, INFO, WARN or ERROR, not 'LOUD'"),
                faults(ACCOUNT.replace(TOTP, "not-a-secret-at-all!") + """
                                redis: {port: 70000, max_stream_lenght: 5000}
                                connector: {login_time: "16:00", session_end: "15:45"}
                                instruments: {instrument_types: [CE, CALL]}
                                logging: {level: LOUD}
                                """, Role.CONNECTOR));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis: {prot: 1}                       | redis.prot: unknown key; did you mean port?
                    reddis: {port: 1}                      | reddis: unknown key; did you mean redis?
                    num_sockets: 2 \
                    | num_sockets: unknown key; did you mean connector.num_sockets?
                    redis: {level: INFO}                   | redis.level: unknown key; did you mean logging.level?
                    instruments: {weekly_expiries: 2} \
                    | instruments.weekly_expiries: unknown key; did you mean instruments.expiry_filter.weekly_expiries?
                    instruments: {expiry_filter: {weekly_expires: 2}} \
                    | instruments.expiry_filter.weekly_expires: unknown key; did you mean weekly_expiries?
                    redis: {num-sockets: 2} \
                    | redis.num-sockets: unknown key; did you mean connector.num_sockets?
                    redis.port: 6379 \
                    | redis.port: unknown key; write the parts of a name on separate lines, each indented below the \
                    one before
                    banana: 1                              | banana: unknown key
                    1: 2                                   | 1: unknown key
                    """)
    void namesTheNearestKeyForAnUnknownOne(String yaml, String fault) {
        assertEquals(List.of(fault), faults(yaml, Role.RECEIVER));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis: {port: 0} \
                    | redis.port: must be a whole number from 1 to 65535, not '0'
                    redis: {port: abc} \
                    | redis.port: must be a whole number from 1 to 65535, not 'abc'
                    redis: {port: 6379.0} \
                    | redis.port: must be a whole number from 1 to 65535, not '6379.0'
                    redis: {port: 0x18EB} \
                    | redis.port: must be a whole number from 1 to 65535, not '0x18EB'
                    redis: {port: 010} \
                    | redis.port: must be a whole number from 1 to 65535, not '010'
                    redis: {port: 99999999999999999999999} \
                    | redis.port: must be a whole number from 1 to 65535, not '99999999999999999999999'
                    redis: {port: [6379]}                         | redis.port: must be a single value, not a list
                    redis: {port: {a: 1}} \
                    | redis.port: must be a value, not keys of its own; a text with braces needs quotes
                    redis: {host: "localhost:6379"} \
                    | redis.host: must be a host name or address only, without scheme or port
                    redis: {host: "redis://me:pw@there"} \
                    | redis.host: must be a host name or address only, without scheme or port
                    redis: {username: me}                         | redis.username: needs a redis.password beside it
                    redis: {sentinel: {master: mymaster}} \
                    | redis.sentinel.master: needs a redis.sentinel.nodes beside it
                    redis: {sentinel: {nodes: "a:26379,b:26379"}} \
                    | redis.sentinel.nodes: needs a redis.sentinel.master beside it
                    redis: {sentinel: {master: m, nodes: [a]}} \
                    | redis.sentinel.nodes: must be a list of servers as host:port, not 'a'
                    redis: {sentinel: {master: m, nodes: ["a:1", "a:0"]}} \
                    | redis.sentinel.nodes: must be a list of servers as host:port, not 'a:0'
                    redis: {sentinel: {master: m, nodes: ["a:65536"]}} \
                    | redis.sentinel.nodes: must be a list of servers as host:port, not 'a:65536'
                    redis: {sentinel: {master: m, nodes: ["redis://a:1"]}} \
                    | redis.sentinel.nodes: must be a list of servers as host:port, not 'redis://a:1'
                    redis: {sentinel: {mester: m}} \
                    | redis.sentinel.mester: unknown key; did you mean master?
                    redis: {password: YOUR_REDIS_PASSWORD} \
                    | redis.password: still holds a placeholder; put your own value there, or leave the key out
                    redis: {ssl: maybe}                           | redis.ssl: must be true or false, not 'maybe'
                    redis: {ssl: 1}                               | redis.ssl: must be true or false, not '1'
                    redis: {max_stream_length: 999} \
                    | redis.max_stream_length: must be a whole number from 1000 to 1000000000, not '999'
                    redis: text                                   | redis: must contain keys (name: value), one per line
                    redis: [port]                                 | redis: must contain keys (name: value), one per line
                    connector: {num_sockets: 0} \
                    | connector.num_sockets: must be a whole number from 1 to 1000, not '0'
                    connector: {tick_mode: depth} \
                    | connector.tick_mode: must be full, quote or ltp, not 'depth'
                    connector: {login_time: 25:00} \
                    | connector.login_time: must be a time of day such as "08:45", not '25:00'
                    connector: {login_time: 525} \
                    | connector.login_time: must be a time of day such as "08:45", not '525'
                    connector: {session_end: "08:45"} \
                    | connector.session_end: must be after 08:45, when recording starts without a connector.login_time
                    connector: {login_time: "9:00", session_end: "08:45"} \
                    | connector.login_time: must be before connector.session_end, but 09:00 is not before 08:45
                    connector: {stall_timeout_seconds: 1} \
                    | connector.stall_timeout_seconds: must be a number of seconds from 2 to 600, not '1'
                    connector: {reconnect_max_delay: -5} \
                    | connector.reconnect_max_delay: must be a number of seconds from 1 to 3600, not '-5'
                    connector: {reconnect_max_retries: 0} \
                    | connector.reconnect_max_retries: must be a whole number from 1 to 1000000, not '0'
                    connector: {journal_keep_days: -1} \
                    | connector.journal_keep_days: must be a whole number from 0 to 3650, not '-1'
                    connector: {journal_dir: ~/journal} \
                    | connector.journal_dir: ~ is only known to the shell; write the whole path, not '~/journal'
                    instruments: {exchange: NYSE} \
                    | instruments.exchange: must be NFO, BFO, CDS, BCD, MCX or NCO, not 'NYSE'
                    instruments: {strike_range_pct: 0} \
                    | instruments.strike_range_pct: must be above 0 and at most 100 (null for no limit), not '0'
                    instruments: {strike_range_pct: 100.5} \
                    | instruments.strike_range_pct: must be above 0 and at most 100 (null for no limit), not '100.5'
                    instruments: {instrument_types: [], include_underlying: false} \
                    | instruments.instrument_types: is empty and include_underlying is false, so there is nothing to \
                    subscribe
                    instruments: {instrument_types: [CE], expiry_filter: {weekly_expiries: 0, monthly_expiries: 0}} \
                    | instruments.expiry_filter.weekly_expiries: selects no expiry, and neither does \
                    monthly_expiries, so no CE is left; select at least one, or set instruments.instrument_types to []
                    instruments: {instrument_types: [[CE]]} \
                    | instruments.instrument_types: must be a list of plain values
                    persistence: {redis_key_ttl_seconds: 600, redis_history_minutes: 15} \
                    | persistence.redis_history_minutes: is 15 minutes, longer than the 600 seconds after which \
                    redis_key_ttl_seconds removes the key; 0 keeps all until then
                    persistence: {dump_interval_seconds: 86401} \
                    | persistence.dump_interval_seconds: must be a number of seconds from 0.1 to 86400, not '86401'
                    persistence: {dump_interval_seconds: 0} \
                    | persistence.dump_interval_seconds: must be a number of seconds from 0.1 to 86400, not '0'
                    persistence: {db_path: "{date}/{date}.db"} \
                    | persistence.db_path: may contain {date} only once, not '{date}/{date}.db'
                    persistence: {db_path: "{day}.db"} \
                    | persistence.db_path: may contain {date}, but no other braces, not '{day}.db'
                    persistence: {db_path: src} \
                    | persistence.db_path: is a directory; name a file in it
                    persistence: {db_path: "sqlite:///data/ticks.db"} \
                    | persistence.db_path: must be the path of a file or directory, not 'sqlite:///data/ticks.db'
                    persistence: {db_path: "jdbc:sqlite:ticks.db"} \
                    | persistence.db_path: must be the path of a file or directory, not 'jdbc:sqlite:ticks.db'
                    persistence: {db_path: "file:ticks.db?mode=rwc"} \
                    | persistence.db_path: must be the path of a file or directory, not 'file:ticks.db?mode=rwc'
                    persistence: {db_path: ":memory:"} \
                    | persistence.db_path: must be the path of a file or directory, not ':memory:'
                    logging: {log_file: /dev/stdout} \
                    | logging.log_file: must be the path of a file or directory, not '/dev/stdout'
                    logging: {log_file: /proc/self/fd/1} \
                    | logging.log_file: must be the path of a file or directory, not '/proc/self/fd/1'
                    connector: {journal_dir: "s3://bucket/journal"} \
                    | connector.journal_dir: must be the path of a file or directory, not 's3://bucket/journal'
                    redis: {host: "'localhost'"} \
                    | redis.host: has quotes as a part of the value; remove them
                    logging: {backup_count: -1} \
                    | logging.backup_count: must be a whole number from 0 to 100, not '-1'
                    logging: {max_bytes: 1} \
                    | logging.max_bytes: must be 0 or a whole number from 10240 to 10000000000, not '1'
                    logging: {log_file: /}                        | logging.log_file: is a directory; name a file in it
                    zerodha: {login_url: "http://kite.zerodha.com"} \
                    | zerodha.login_url: plain http is only for servers on this machine (localhost, 127.0.0.1); use \
                    https for kite.zerodha.com
                    zerodha: {ticker_url: "ws://127.0.0.1.example.net"} \
                    | zerodha.ticker_url: plain ws is only for servers on this machine (localhost, 127.0.0.1); use \
                    wss for 127.0.0.1.example.net
                    zerodha: {ticker_url: "https://ws.kite.trade"} \
                    | zerodha.ticker_url: must begin with wss://, not https:
                    zerodha: {api_url: api.kite.trade} \
                    | zerodha.api_url: must be an address such as https://host
                    zerodha: {api_url: "https://me:pw@host"} \
                    | zerodha.api_url: must be an address only, without user, query or fragment
                    zerodha: {api_url: "https://host:99999"}      | zerodha.api_url: has a port outside 1 to 65535
                    zerodha: {api_url: "https://ho st"} \
                    | zerodha.api_url: is not an address such as https://host
                    """)
    void refusesImpossibleValues(String yaml, String fault) {
        assertEquals(List.of(fault), faults(yaml, Role.RECEIVER));
    }

    @ParameterizedTest
    @CsvSource({
        "connector: {login_time: 08:45}, 08:45",
        "connector: {login_time: 8:45}, 08:45",
        "connector: {login_time: 10:00}, 10:00",
        "connector: {login_time: '08:45:30'}, 08:45:30",
    })
    void readsATimeOfDayWithoutQuotesAsWritten(String yaml, LocalTime time) throws IOException {
        assertEquals(time, receiver(yaml).connector().loginTime());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "on", "0012345", "1e5", "12:30", "2026-11-22", "0x1F", "1_000", "p#ss", "'#%&*'"})
    void keepsAPasswordWithoutQuotesAsWritten(String password) throws IOException {
        Settings settings = connector(ACCOUNT.replace("\"p4ssw0rd-of-mine\"", password));

        assertEquals(password.replace("'", ""), settings.zerodha().password().reveal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "# nothing", "zerodha:", "redis: null", "redis: ~", "---", "redis: {port: , host: ''}"
            })
    void treatsEmptyAsAbsent(String yaml) throws IOException {
        Settings settings = receiver(yaml);

        assertEquals(6379, settings.redis().port());
        assertEquals("localhost", settings.redis().host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "http://127.0.0.1:1",
                "http://[::1]:80",
                "https://a.b/c",
                "HTTP://LOCALHOST"
            })
    void acceptsPlainAddressesOnThisMachineAndEncryptedOnesAnywhere(String address) throws IOException {
        assertEquals(
                URI.create(address),
                receiver("zerodha: {api_url: '" + address + "/'}").zerodha().apiUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "persistence: {db_path: '/dev/shm/ticks.db', dump_interval_seconds: 600}",
                "persistence: {db_path: 'data/ticks:raw.db'}",
                "logging: {max_bytes: 0, backup_count: 0}",
                "persistence: {db_path: './data/{date}/ticks.db', redis_history_minutes: 0, redis_key_ttl_seconds: 60}",
                "instruments: {instrument_types: [], expiry_filter: {weekly_expiries: 0, monthly_expiries: 0}}",
                "instruments: {expiry_filter: {weekly_expiries: 0}}",
                "instruments: {instrument_types: 'ce, pe', exchange: bfo}",
                "redis: {username: me, password: pw, host: '::1', max_stream_length: 1_000_000}",
                "redis: {port: '6380'}",
                "logging: {level: critical}",
                "\uFEFFredis: {port: 6380}",
            })
    void acceptsUnusualButPossibleValues(String yaml) {
        assertEquals(List.of(), faults(yaml, Role.RECEIVER));
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertEquals(
                List.of(
                        "redis.port: is given twice; the second is at line 3",
                        "redis: is given twice; the second is at line 4"),
                faults("redis:\n  port: 1\n  port: 2\nredis: {db: 1}\n", Role.RECEIVER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@hunter2",
                "`hunter2",
                "%hunter2",
                "*hunter2",
                "!hunter2",
                "!hunter2! x",
                "{hunter2",
                "[hunter2",
                "'hunter2",
                "|hunter2",
                "hunter2: x",
                "\"\\hunter2\"",
                "{a: hunter2}"
            })
    void locatesAPasswordThatNeedsQuotesWithoutShowingIt(String password) {
        List<String> faults = faults(ACCOUNT.replace("\"p4ssw0rd-of-mine\"", password), Role.CONNECTOR);

        String all = String.join("\n", faults);
        assertFalse(all.contains("hunter2"), all);
        assertTrue(all.contains("quotes"), all);
        assertTrue(all.contains("zerodha.password") || all.matches("(?s).*at line [5-8].*"), all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b: c",
                "\tredis: x",
                "- 1",
                "text",
                "--- {}\n--- {}",
                "a: &x [*x]",
                "redis: {<<: {port: 1}}",
                "? [a]\n: b"
            })
    void refusesFilesThatAreNotAConfiguration(String yaml) {
        assertEquals(1, faults(yaml, Role.RECEIVER).size());
    }

    @Test
    void refusesNestingAndAliasesThatWouldExhaustMemory() {
        String laughs = "a: &a [x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nredis: {port: [*c,*c]}\n";
        assertTrue(faults(laughs, Role.RECEIVER).size() >= 4);
        assertEquals(1, faults("redis: " + "[".repeat(10_000), Role.RECEIVER).size());
        assertEquals(
                List.of("file: is larger than 256 KiB, too large for a configuration"),
                faults("#".repeat(300_000), Role.RECEIVER));
    }

    @Test
    void refusesFilesThatAreNotText() throws IOException {
        Files.write(file, "redis: {host: M\u00fcnchen}".getBytes(StandardCharsets.ISO_8859_1));

        UserException failure = assertThrows(
                UserException.class, () -> SettingsReader.read(file, true, Map.of(), Map.of(), Role.RECEIVER));
        assertTrue(failure.getMessage().endsWith("file: is not UTF-8 text"), failure.getMessage());
        assertThrows(
                UserException.class, () -> SettingsReader.read(directory, true, Map.of(), Map.of(), Role.RECEIVER));
    }

    @Test
    void recognisesAOneTimeCodeInPlaceOfItsSecret() {
        assertEquals(
                List.of("zerodha.totp_secret: is a one-time code; put the secret that generates them there"
                        + " (usually 32 letters and digits 2-7)"),
                faults(ACCOUNT.replace(TOTP, "123456"), Role.CONNECTOR));
    }

    @Test
    void ignoresCredentialsForTheReceiver() throws IOException {
        Settings settings =
                receiver(ACCOUNT.replace(TOTP, "not-a-secret-at-all!").replace("AB1234", "YOUR_USER_ID"));

        assertNull(settings.zerodha().totpSecret());
        assertNull(settings.zerodha().userId());
        assertNull(settings.zerodha().apiKey());
    }

    @Test
    void namesTheVariableOfAFault() {
        Map<String, String> environment = Map.of("REDIS_HOST", "redis://x", "ZERODHA_TOTP_SECRET", "654321");
        UserException failure = assertThrows(UserException.class, () -> read(ACCOUNT, environment, Role.CONNECTOR));

        assertAll(
                () -> assertTrue(failure.getMessage().contains("redis.host (from REDIS_HOST): must be")),
                () -> assertTrue(failure.getMessage().contains("zerodha.totp_secret (from ZERODHA_TOTP_SECRET): is a")),
                () -> assertFalse(failure.getMessage().contains("654321")));
    }

    @Test
    void readsSentinels() throws IOException {
        Settings.Sentinel sentinel = receiver(
                        "redis: {sentinel: {master: mymaster, nodes: [\"a:1\", \"10.0.0.2:65535\"], password: s3cr3t}}")
                .redis()
                .sentinel();

        assertEquals(
                new Settings.Sentinel("mymaster", List.of("a:1", "10.0.0.2:65535"), new Secret("s3cr3t")), sentinel);
        assertFalse(sentinel.toString().contains("s3cr3t"), sentinel::toString);
        assertNull(
                receiver("redis: {sentinel: {master: null, nodes: []}}").redis().sentinel());
    }

    @Test
    void printsNoSecret() throws IOException {
        String text = connector(ACCOUNT + "redis: {password: redis-pass}\ntelegram: {bot_token: 12:ab}")
                .toString();

        for (String secret : List.of("s3cr3t", "p4ssw0rd", TOTP, "redis-pass", "12:ab")) {
            assertFalse(text.contains(secret), text);
        }
    }

    private List<String> faults(String yaml, Role role) {
        try {
            read(yaml, Map.of(), role);
            return List.of();
        } catch (UserException e) {
            assertEquals(ExitCode.USAGE, e.exitCode());
            List<String> lines = e.getMessage().lines().toList();
            int count = lines.size() - 1;
            assertEquals(file + ": " + count + (count == 1 ? " fault" : " faults"), lines.get(0));
            return lines.stream().skip(1).map(String::strip).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void prefersAFlagToTheEnvironmentAndTheFile() throws IOException {
        Files.writeString(file, "redis: {host: of-file, consumer_name: of-file}");
        Map<String, String> environment = Map.of("REDIS_HOST", "of-environment");
        Map<String, String> flags = Map.of("redis.host", "of-flag", "redis.consumer_name", "of-flag");

        Settings settings = SettingsReader.read(file, true, environment, flags, Role.RECEIVER)
                .settings();

        assertEquals("of-flag", settings.redis().host());
        assertEquals("of-flag", settings.redis().consumerName());
        assertTrue(assertThrows(
                        UserException.class,
                        () -> SettingsReader.read(file, true, Map.of(), Map.of("redis.port", "0"), Role.RECEIVER))
                .getMessage()
                .contains("redis.port (from the command line): must be a whole number"));
    }

    private Settings connector(String yaml) throws IOException {
        return read(yaml, Map.of(), Role.CONNECTOR);
    }

    private Settings receiver(String yaml) throws IOException {
        return read(yaml, Map.of(), Role.RECEIVER);
    }

    private Settings read(String yaml, Map<String, String> environment, Role role) throws IOException {
        Files.writeString(file, yaml);
        return SettingsReader.read(file, true, environment, Map.of(), role).settings();
    }
}
