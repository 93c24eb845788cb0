package dev.liquidity.common.config;

import dev.liquidity.common.tick.Mode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Set;

/** Everything that {@code config.yaml} and the environment say, checked: a record for each section, in the file's order. */
public record Settings(
        Zerodha zerodha,
        Redis redis,
        Connector connector,
        Instruments instruments,
        Persistence persistence,
        Telegram telegram,
        Logging logging) {

    /**
     * The Kite account and where its servers are. For the receiver, which has no use for them, the credentials may be null.
     *
     * @param sessionFile where the day's access token is kept
     */
    public record Zerodha(
            String apiKey,
            Secret apiSecret,
            String userId,
            Secret password,
            Secret totpSecret,
            URI loginUrl,
            URI apiUrl,
            URI tickerUrl,
            Path sessionFile) {}

    /**
     * The Redis server and the stream in it.
     *
     * @param username null for the default user
     * @param password null for none
     * @param maxStreamLength entries that the stream holds, 1,000 or more
     */
    public record Redis(
            String host,
            int port,
            int db,
            String username,
            Secret password,
            boolean ssl,
            String streamName,
            String consumerGroup,
            String consumerName,
            int maxStreamLength) {}

    /**
     * How the connector runs.
     *
     * @param numSockets 1 to 3
     * @param loginTime start of a session, IST
     * @param sessionEnd end of a session, IST, after {@code loginTime}
     * @param reconnectMaxRetries failed attempts in a row after which a socket asks for a fresh login; 1 or more
     * @param reconnectMaxDelay longest wait between two attempts
     * @param stallTimeout a socket without any message for so long is dead
     * @param journalKeepDays days that stored records are kept as an archive, 0 or more
     */
    public record Connector(
            int numSockets,
            Mode tickMode,
            LocalTime loginTime,
            LocalTime sessionEnd,
            int reconnectMaxRetries,
            Duration reconnectMaxDelay,
            Duration stallTimeout,
            Path journalDir,
            int journalKeepDays) {}

    /**
     * Which instruments of an underlying are taken.
     *
     * @param exchange the derivatives' exchange of the underlyings that the built-in table does not know
     * @param weeklyExpiries the next so many expiries of any kind
     * @param monthlyExpiries the next so many monthly ones
     * @param strikeRangePct options with strikes at most so many percent from spot; null for all
     * @param instrumentTypes of {@code CE, PE, FUT}
     * @param includeUnderlying whether the spot is subscribed, too
     * @param underlyingExchange the spot's exchange of the underlyings that the built-in table does not know
     */
    public record Instruments(
            String exchange,
            int weeklyExpiries,
            int monthlyExpiries,
            BigDecimal strikeRangePct,
            Set<String> instrumentTypes,
            boolean includeUnderlying,
            String underlyingExchange) {}

    /**
     * Where and how ticks are kept.
     *
     * @param dbPath may hold <code>{date}</code>: one file for each trade date
     * @param redisHistory how long the sorted sets reach back; zero for as long as the TTL
     */
    public record Persistence(
            String dbPath,
            Duration dumpInterval,
            Duration redisKeyTtl,
            Duration redisHistory,
            boolean parquetEnabled,
            Path parquetDir) {}

    /** The bot of the original; both null when there is none. */
    public record Telegram(Secret botToken, String chatId, boolean enabled) {}

    /**
     * Logging.
     *
     * @param level {@code TRACE, DEBUG, INFO, WARN} or {@code ERROR}
     * @param logFile as configured; each process puts its own name before the extension
     * @param backupCount rotated files that are kept
     */
    public record Logging(String level, Path logFile, long maxBytes, int backupCount) {}
}
