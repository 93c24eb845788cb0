package dev.liquidity.common.config;

import static dev.liquidity.common.config.Kinds.*;
import static dev.liquidity.common.config.SecretKinds.*;

import dev.liquidity.common.market.TradingHours;
import dev.liquidity.common.tick.Mode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every key of {@code config.yaml}, with its variable, its default and its type; any other key is unknown. The
 * repository's {@code config.yaml} explains each of them.
 */
final class Schema {
    private static final Map<String, Key<?>> KEYS = new LinkedHashMap<>();

    static final Key<String> API_KEY = key("zerodha.api_key", "ZERODHA_API_KEY", null, CREDENTIAL);
    static final Key<Secret> API_SECRET = key("zerodha.api_secret", "ZERODHA_API_SECRET", null, SECRET);
    static final Key<String> USER_ID = key("zerodha.user_id", "ZERODHA_USER_ID", null, CREDENTIAL);
    static final Key<Secret> PASSWORD = key("zerodha.password", "ZERODHA_PASSWORD", null, SECRET);
    static final Key<Secret> TOTP_SECRET =
            key("zerodha.totp_secret", "ZERODHA_TOTP_SECRET", null, SecretKinds.TOTP_SECRET);
    static final Key<URI> LOGIN_URL =
            key("zerodha.login_url", "https://kite.zerodha.com", Endpoint.of("https", "http"));
    static final Key<URI> API_URL = key("zerodha.api_url", "https://api.kite.trade", Endpoint.of("https", "http"));
    static final Key<URI> TICKER_URL = key("zerodha.ticker_url", "wss://ws.kite.trade", Endpoint.of("wss", "ws"));
    static final Key<Path> SESSION_FILE = key("zerodha.session_file", "./data/session.json", FILE);

    static final Key<String> REDIS_HOST = key("redis.host", "REDIS_HOST", "localhost", HOST);
    static final Key<Integer> REDIS_PORT = key("redis.port", "6379", whole(1, 65_535));
    static final Key<Integer> REDIS_DB = key("redis.db", "0", whole(0, 1_000_000));
    static final Key<String> REDIS_USERNAME = key("redis.username", null, TEXT);
    static final Key<Secret> REDIS_PASSWORD = key("redis.password", "REDIS_PASSWORD", null, SECRET);
    static final Key<Boolean> REDIS_SSL = key("redis.ssl", "false", SWITCH);
    static final Key<String> STREAM_NAME = key("redis.stream_name", "ticks:raw", TEXT);
    static final Key<String> CONSUMER_GROUP = key("redis.consumer_group", "tick_processors", TEXT);
    static final Key<String> CONSUMER_NAME = key("redis.consumer_name", "receiver_1", TEXT);
    static final Key<Integer> MAX_STREAM_LENGTH = key("redis.max_stream_length", "100000", whole(1_000, 1_000_000_000));
    static final Key<Settings.Keep> KEEP = key("redis.keep", "unstored", Kinds.KEEP);
    static final Key<String> SENTINEL_MASTER = key("redis.sentinel.master", null, TEXT);
    static final Key<List<String>> SENTINEL_NODES = key("redis.sentinel.nodes", null, NODES);
    static final Key<Secret> SENTINEL_PASSWORD = key("redis.sentinel.password", null, SECRET);
    static final Key<Boolean> CLUSTER = key("redis.cluster", "false", SWITCH);
    static final Key<List<String>> CLUSTER_NODES = key("redis.nodes", null, NODES);

    /** More than Kite takes are lowered. */
    static final Key<Integer> NUM_SOCKETS = key("connector.num_sockets", "3", whole(1, 1_000));

    static final Key<Mode> TICK_MODE = key("connector.tick_mode", "full", Kinds.MODE);
    static final Key<LocalTime> LOGIN_TIME = key("connector.login_time", "08:45", TIME_OF_DAY);
    static final Key<LocalTime> SESSION_END = key("connector.session_end", "15:45", TIME_OF_DAY);
    static final Key<Integer> MAX_RETRIES = key("connector.reconnect_max_retries", "50", whole(1, 1_000_000));
    static final Key<Duration> MAX_DELAY = key("connector.reconnect_max_delay", "60", seconds("1", 3_600));
    /** The server sends a heartbeat about once a second: with less than two, live sockets would count as dead. */
    static final Key<Duration> STALL_TIMEOUT = key("connector.stall_timeout_seconds", "10", seconds("2", 600));

    static final Key<Path> JOURNAL_DIR = key("connector.journal_dir", "./data/journal", FILE);
    static final Key<Integer> JOURNAL_KEEP_DAYS = key("connector.journal_keep_days", "2", whole(0, 3_650));

    static final Key<Path> CALENDAR_FILE = key("calendar.file", null, FILE);
    static final Key<Set<LocalDate>> HOLIDAYS = key("calendar.holidays", null, CalendarKinds.DATES);
    static final Key<Map<LocalDate, TradingHours>> SPECIAL_SESSIONS =
            key("calendar.special_sessions", null, CalendarKinds.SESSIONS);

    static final Key<String> EXCHANGE =
            key("instruments.exchange", "NFO", oneOf("NFO", "BFO", "CDS", "BCD", "MCX", "NCO"));
    static final Key<Integer> WEEKLY_EXPIRIES = key("instruments.expiry_filter.weekly_expiries", "2", whole(0, 100));
    static final Key<Integer> MONTHLY_EXPIRIES = key("instruments.expiry_filter.monthly_expiries", "2", whole(0, 100));
    static final Key<BigDecimal> STRIKE_RANGE = key("instruments.strike_range_pct", null, Kinds.PERCENT);
    static final Key<Set<String>> INSTRUMENT_TYPES =
            key("instruments.instrument_types", "CE,PE,FUT", someOf("CE", "PE", "FUT"));
    static final Key<Boolean> INCLUDE_UNDERLYING = key("instruments.include_underlying", "true", SWITCH);
    static final Key<String> UNDERLYING_EXCHANGE =
            key("instruments.underlying_exchange", "NSE", oneOf("NSE", "BSE", "CDS", "BCD", "MCX", "NCO"));
    static final Key<Duration> REFRESH = key("instruments.refresh_minutes", "60", minutes(0, 1_440));

    static final Key<String> DB_PATH = key("persistence.db_path", "./data/ticks.db", DATED_FILE);
    static final Key<Duration> DUMP_INTERVAL = key("persistence.dump_interval_seconds", "5", seconds("0.1", 86_400));
    static final Key<Duration> KEY_TTL = key("persistence.redis_key_ttl_seconds", "86400", seconds("60", 31_536_000));
    static final Key<Duration> HISTORY = key("persistence.redis_history_minutes", "15", minutes(0, 525_600));
    static final Key<Boolean> PARQUET_ENABLED = key("persistence.parquet_enabled", "true", SWITCH);
    static final Key<Path> PARQUET_DIR = key("persistence.parquet_dir", null, FILE);
    static final Key<Path> ARCHIVE_DIR = key("persistence.archive.dir", "./data/archive", FILE);
    static final Key<Integer> ARCHIVE_KEEP_DAYS = key("persistence.archive.keep_days", "5", whole(0, 36_500));
    static final Key<Long> MIN_FREE = key("persistence.min_free_gb", "2", Kinds.GIGABYTES);

    static final Key<Secret> BOT_TOKEN = key("telegram.bot_token", "TELEGRAM_BOT_TOKEN", null, SECRET);
    static final Key<String> CHAT_ID = key("telegram.chat_id", "TELEGRAM_CHAT_ID", null, TEXT);
    static final Key<Boolean> TELEGRAM_ENABLED = key("telegram.enabled", "true", SWITCH);
    static final Key<URI> TELEGRAM_URL =
            key("telegram.api_url", "https://api.telegram.org", Endpoint.of("https", "http"));

    static final Key<Secret> WEBHOOK_URL = key("notify.webhook_url", null, Endpoint.SECRET);
    static final Key<String> NOTIFY_COMMAND = key("notify.command", null, TEXT);
    static final Key<Duration> NOTIFY_EVERY = key("notify.every_minutes", "15", minutes(0, 1_440));

    static final Key<Integer> METRICS_PORT = key("metrics.port", null, whole(1, 65_534));

    static final Key<String> LEVEL = key("logging.level", "INFO", Kinds.LEVEL);
    static final Key<Path> LOG_FILE = key("logging.log_file", "./logs/app.log", FILE);
    static final Key<Long> MAX_BYTES = key("logging.max_bytes", "10485760", Kinds.zeroOr(10_240, 10_000_000_000L));
    static final Key<Integer> BACKUP_COUNT = key("logging.backup_count", "5", whole(0, 100));

    private Schema() {}

    private static <T> Key<T> key(String path, String fallback, Kind<T> kind) {
        return key(path, null, fallback, kind);
    }

    private static <T> Key<T> key(String path, String variable, String fallback, Kind<T> kind) {
        Key<T> key = new Key<>(path, variable, fallback, kind);
        KEYS.put(path, key);
        return key;
    }

    /** The keys by path, in the file's order. */
    static Map<String, Key<?>> keys() {
        return Collections.unmodifiableMap(KEYS);
    }

    /** The paths of the sections, which hold keys. */
    static Set<String> sections() {
        Set<String> sections = new LinkedHashSet<>();
        for (String path : KEYS.keySet()) {
            for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
                sections.add(path.substring(0, dot));
            }
        }
        return sections;
    }

    /** {@code ; did you mean …?} with the name nearest to an unknown one, if any; those of its section come first. */
    static String suggestion(String section, String name) {
        String prefix = section.isEmpty() ? "" : section + ".";
        List<String> paths = new ArrayList<>(sections());
        paths.addAll(KEYS.keySet());
        Map<String, String> meant = new LinkedHashMap<>();
        paths.stream()
                .filter(path -> path.startsWith(prefix) && path.indexOf('.', prefix.length()) < 0)
                .map(path -> path.substring(prefix.length()))
                .forEach(own -> meant.put(own, own));
        paths.forEach(path -> meant.putIfAbsent(path.substring(path.lastIndexOf('.') + 1), path));
        String near = Nearest.to(name, meant.keySet());
        return near == null ? "" : "; did you mean " + meant.get(near) + "?";
    }
}
