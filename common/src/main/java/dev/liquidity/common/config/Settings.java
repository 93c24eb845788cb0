package dev.liquidity.common.config;

import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.tick.Mode;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;

/**
 * The checked configuration: a record for each section of {@code config.yaml}, in the file's order. Immutable.
 *
 * @param metricsPort where the connector serves its metrics on loopback, the receiver on the next one; null for nowhere
 */
public record Settings(
        Zerodha zerodha,
        Redis redis,
        Connector connector,
        TradingCalendar calendar,
        Instruments instruments,
        Persistence persistence,
        Telegram telegram,
        Notifications notifications,
        Integer metricsPort,
        Logging logging) {

    /**
     * The Kite account, and where its servers are. The credentials are null for the receiver, which does not use them.
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
     * The Redis server, or cluster, and the stream in it.
     *
     * @param username null for the default user
     * @param password null for none
     * @param maxStreamLength most entries of the stream, 1,000 or more
     * @param keep which entries of the stream are never trimmed
     * @param sentinel who knows where the server is; null if it is at host and port
     * @param nodes servers of a Redis Cluster, as {@code host:port}; empty if it is not one
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
            int maxStreamLength,
            Keep keep,
            Sentinel sentinel,
            List<String> nodes) {
        /** Whether the keys are spread over a cluster's nodes, the stream's own on one of them. */
        public boolean isCluster() {
            return !nodes.isEmpty();
        }
    }

    /**
     * Redis Sentinel, which makes a replica the master when the master is gone.
     *
     * @param master the name under which the sentinels watch it
     * @param nodes the sentinels, one or more, as {@code host:port}
     * @param password null for none
     */
    public record Sentinel(String master, List<String> nodes, Secret password) {}

    /** Which entries of the stream are kept, whatever its length. */
    public enum Keep {
        /** All that the consumer group has not stored. */
        UNSTORED,
        /** None: the oldest are trimmed by length, for readers without a consumer group. */
        LENGTH
    }

    /**
     * How the connector runs.
     *
     * @param numSockets 1 to 3
     * @param loginTime start of a recording, IST
     * @param sessionEnd end of a recording, IST, after {@code loginTime}
     * @param reconnectMaxRetries failed attempts in a row after which a socket asks for a new login; 1 or more
     * @param reconnectMaxDelay longest wait between two attempts
     * @param stallTimeout how long a socket may be silent before it counts as dead
     * @param journalKeepDays how many days stored records are kept as an archive, 0 or more
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
     * Which instruments of an underlying are subscribed.
     *
     * @param exchange the derivatives' exchange of the underlyings that the built-in table does not know
     * @param weeklyExpiries how many of the next expiries of any kind
     * @param monthlyExpiries how many of the next monthly expiries
     * @param strikeRangePct how far an option's strike may be from spot, in percent; null for any
     * @param instrumentTypes some of {@code CE, PE, FUT}
     * @param includeUnderlying whether the spot is subscribed too
     * @param underlyingExchange the spot's exchange of the underlyings that the built-in table does not know
     * @param refresh how often the dump is looked at again during the day; zero for never
     */
    public record Instruments(
            String exchange,
            int weeklyExpiries,
            int monthlyExpiries,
            BigDecimal strikeRangePct,
            Set<String> instrumentTypes,
            boolean includeUnderlying,
            String underlyingExchange,
            Duration refresh) {}

    /**
     * Where and how ticks are kept.
     *
     * @param dbPath may hold <code>{date}</code>: one file for each trade date
     * @param dumpInterval longest time between two commits
     * @param redisHistory how far the sorted sets reach back; zero for as far as the TTL
     * @param archiveEnabled whether the receiver's command {@code archive} does its work
     * @param archiveKeepDays how many days before today a date that is archived stays in SQLite, too; 0 or more
     * @param minFreeBytes free disk below which both programs warn, in bytes; 0 for no warning
     */
    public record Persistence(
            String dbPath,
            Duration dumpInterval,
            Duration redisKeyTtl,
            Duration redisHistory,
            boolean archiveEnabled,
            Path archiveDir,
            int archiveKeepDays,
            long minFreeBytes) {}

    /**
     * The bot of the Python original; token and chat are null without one.
     *
     * @param apiUrl where Telegram's Bot API is
     */
    public record Telegram(Secret botToken, String chatId, boolean enabled, URI apiUrl) {}

    /**
     * Who else is told.
     *
     * @param webhookUrl gets a POST with JSON; null for none. A secret, since many services put a token into it.
     * @param command run by {@code sh -c} with the text on its standard input; null for none
     * @param every shortest time between two messages of one kind
     */
    public record Notifications(Secret webhookUrl, String command, Duration every) {}

    /**
     * Logging.
     *
     * @param level {@code TRACE, DEBUG, INFO, WARN} or {@code ERROR}
     * @param logFile as configured; each process puts its own name before the extension
     * @param maxBytes size at which a file is rotated; 0 for never
     * @param backupCount how many rotated files are kept; 0 for no rotation
     */
    public record Logging(String level, Path logFile, long maxBytes, int backupCount) {}
}
