package dev.liquidity.common.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * The settings, section by section. {@link Schema} has types and bounds; keys that depend on each other are checked
 * here. A default that clashes with a key of the user's gives way to it.
 */
final class Sections {
    /** Kite's limit for one API key. */
    private static final int MOST_SOCKETS = 3;

    private final Reading read;
    private final Role role;
    private final List<String> notes;
    private final List<String> warnings;

    Sections(Reading read, Role role, List<String> notes, List<String> warnings) {
        this.read = read;
        this.role = role;
        this.notes = notes;
        this.warnings = warnings;
    }

    Settings settings() {
        return new Settings(
                zerodha(),
                RedisSection.read(read, notes),
                connector(),
                CalendarFile.read(read),
                instruments(),
                persistence(),
                telegram(),
                notifications(),
                read.get(Schema.METRICS_PORT),
                logging());
    }

    private Settings.Zerodha zerodha() {
        return new Settings.Zerodha(
                credential(Schema.API_KEY),
                credential(Schema.API_SECRET),
                credential(Schema.USER_ID),
                credential(Schema.PASSWORD),
                credential(Schema.TOTP_SECRET),
                read.get(Schema.LOGIN_URL),
                read.get(Schema.API_URL),
                read.get(Schema.TICKER_URL),
                file(Schema.SESSION_FILE));
    }

    private <T> T credential(Key<T> key) {
        return role == Role.CONNECTOR ? read.required(key) : null;
    }

    private Settings.Connector connector() {
        LocalTime loginTime = read.get(Schema.LOGIN_TIME);
        LocalTime sessionEnd = read.get(Schema.SESSION_END);
        if (!loginTime.isBefore(sessionEnd) && !read.isWritten(Schema.SESSION_END)) {
            sessionEnd = LocalTime.MAX.truncatedTo(ChronoUnit.SECONDS);
            notes.add("connector.session_end is " + sessionEnd + ", since connector.login_time is " + loginTime);
        }
        read.check(
                loginTime.isBefore(sessionEnd) || read.isWritten(Schema.LOGIN_TIME),
                "must be after " + loginTime + ", when recording starts without a connector.login_time",
                Schema.SESSION_END);
        read.check(
                loginTime.isBefore(sessionEnd),
                "must be before connector.session_end, but " + loginTime + " is not before " + sessionEnd,
                Schema.LOGIN_TIME,
                Schema.SESSION_END);
        int sockets = read.get(Schema.NUM_SOCKETS);
        if (sockets > MOST_SOCKETS) {
            warnings.add("connector.num_sockets: Kite takes " + MOST_SOCKETS + " sockets of a key, so " + MOST_SOCKETS
                    + " are opened, not " + sockets);
        }
        return new Settings.Connector(
                Math.min(sockets, MOST_SOCKETS),
                read.get(Schema.TICK_MODE),
                loginTime,
                sessionEnd,
                read.get(Schema.MAX_RETRIES),
                read.get(Schema.MAX_DELAY),
                read.get(Schema.STALL_TIMEOUT),
                directory(Schema.JOURNAL_DIR),
                read.get(Schema.JOURNAL_KEEP_DAYS));
    }

    private Settings.Instruments instruments() {
        int weekly = read.get(Schema.WEEKLY_EXPIRIES);
        int monthly = read.get(Schema.MONTHLY_EXPIRIES);
        Set<String> types = read.get(Schema.INSTRUMENT_TYPES);
        boolean underlying = read.get(Schema.INCLUDE_UNDERLYING);
        read.check(
                types.isEmpty() || weekly + monthly > 0,
                "selects no expiry, and neither does monthly_expiries, so no " + String.join(", ", types)
                        + " is left; select at least one, or set instruments.instrument_types to []",
                Schema.WEEKLY_EXPIRIES,
                Schema.MONTHLY_EXPIRIES,
                Schema.INSTRUMENT_TYPES);
        read.check(
                underlying || !types.isEmpty(),
                "is empty and include_underlying is false, so there is nothing to subscribe",
                Schema.INSTRUMENT_TYPES,
                Schema.INCLUDE_UNDERLYING);
        return new Settings.Instruments(
                read.get(Schema.EXCHANGE),
                weekly,
                monthly,
                read.get(Schema.STRIKE_RANGE),
                types,
                underlying,
                read.get(Schema.UNDERLYING_EXCHANGE),
                read.get(Schema.REFRESH));
    }

    private Settings.Persistence persistence() {
        String dbPath = read.get(Schema.DB_PATH);
        checkIsFile(Path.of(dbPath), Schema.DB_PATH);
        if (!Path.of(dbPath).isAbsolute()) {
            notes.add("persistence.db_path " + dbPath + " is "
                    + Path.of(dbPath).toAbsolutePath().normalize());
        }
        Duration ttl = read.get(Schema.KEY_TTL);
        Duration history = read.get(Schema.HISTORY);
        if (history.compareTo(ttl) > 0 && !read.isWritten(Schema.HISTORY)) {
            history = ttl;
            notes.add("persistence.redis_history_minutes: the history reaches back " + ttl.toSeconds()
                    + " s, as long as redis_key_ttl_seconds keeps a key");
        } else if (history.compareTo(ttl) > 0 && !read.isWritten(Schema.KEY_TTL)) {
            ttl = history;
            notes.add("persistence.redis_key_ttl_seconds is " + ttl.toSeconds()
                    + ", as long as redis_history_minutes reaches back");
        }
        read.check(
                history.compareTo(ttl) <= 0,
                "is " + history.toMinutes() + " minutes, longer than the " + ttl.toSeconds()
                        + " seconds after which redis_key_ttl_seconds removes the key; 0 keeps all until then",
                Schema.HISTORY,
                Schema.KEY_TTL);
        return new Settings.Persistence(
                dbPath,
                read.get(Schema.DUMP_INTERVAL),
                ttl,
                history,
                read.get(Schema.PARQUET_ENABLED),
                directory(
                        read.isWritten(Schema.PARQUET_DIR) && !read.isWritten(Schema.ARCHIVE_DIR)
                                ? Schema.PARQUET_DIR
                                : Schema.ARCHIVE_DIR),
                read.get(Schema.ARCHIVE_KEEP_DAYS),
                read.get(Schema.MIN_FREE));
    }

    private Settings.Telegram telegram() {
        Secret token = read.optional(Schema.BOT_TOKEN);
        String chat = read.optional(Schema.CHAT_ID);
        boolean isEnabled = read.get(Schema.TELEGRAM_ENABLED);
        if (isEnabled && (token == null) != (chat == null)) {
            warnings.add("telegram." + (token == null ? "bot_token" : "chat_id")
                    + ": nobody is told anything by Telegram without it; telegram.enabled: false if that is right");
        }
        return new Settings.Telegram(token, chat, isEnabled, read.get(Schema.TELEGRAM_URL));
    }

    private Settings.Notifications notifications() {
        return new Settings.Notifications(
                read.optional(Schema.WEBHOOK_URL), read.get(Schema.NOTIFY_COMMAND), read.get(Schema.NOTIFY_EVERY));
    }

    private Settings.Logging logging() {
        long maxBytes = read.get(Schema.MAX_BYTES);
        int backups = read.get(Schema.BACKUP_COUNT);
        if (maxBytes == 0 || backups == 0) {
            notes.add("The log file grows without a bound, since "
                    + (maxBytes == 0 ? "logging.max_bytes" : "logging.backup_count") + " is 0");
        }
        return new Settings.Logging(read.get(Schema.LEVEL), file(Schema.LOG_FILE), maxBytes, backups);
    }

    private Path file(Key<Path> key) {
        Path path = read.get(key);
        checkIsFile(path, key);
        return path;
    }

    private void checkIsFile(Path path, Key<?> key) {
        boolean isDirectory = Files.isDirectory(path);
        read.check(
                !Files.exists(path) || Files.isRegularFile(path),
                isDirectory ? "is a directory; name a file in it" : "is neither a file nor the name of a new one",
                key);
    }

    private Path directory(Key<Path> key) {
        Path path = read.get(key);
        read.check(Files.notExists(path) || Files.isDirectory(path), "is not a directory", key);
        return path;
    }
}
