package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.StreamWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Warns when the connector that writes the stream keeps its entries for another group, and when in market hours nobody
 * writes it. Each is said once, and again after it was otherwise. Not thread-safe: used by the heartbeat thread only.
 */
public final class WriterWatch {
    private static final Logger LOG = LoggerFactory.getLogger(WriterWatch.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Settings.Redis redis;
    private final MarketHours hours;
    private final InstantSource clock;
    private final LongSupplier entriesRead;
    private String groupTold = "";
    private long entriesBefore;
    private Instant aloneSince;
    private boolean isAloneTold;

    /** @param entriesRead how many entries this receiver has read, of whichever writer */
    public WriterWatch(Settings.Redis redis, MarketHours hours, InstantSource clock, LongSupplier entriesRead) {
        this.redis = redis;
        this.hours = hours;
        this.clock = clock;
        this.entriesRead = entriesRead;
    }

    /** Looks at the writer's lease. */
    void look(Connection connection) {
        byte[] lease = new Jedis(connection).get(SafeEncoder.encode(Keys.writer(redis.streamName())));
        if (lease != null) {
            checkGroup(StreamWriter.decode(lease));
        }
        long entries = entriesRead.getAsLong();
        Instant now = clock.instant();
        if (lease != null || entries > entriesBefore || aloneSince == null || !hours.isOpen(now)) {
            aloneSince = now;
            isAloneTold = false;
        } else if (!isAloneTold && Duration.between(aloneSince, now).compareTo(PATIENCE) >= 0) {
            isAloneTold = true;
            LOG.warn(
                    Notice.TELL,
                    "No connector writes the stream {} of Redis at {}, though the market is open: is one running, with"
                            + " this redis.stream_name and redis.db?",
                    redis.streamName(),
                    RedisConnections.address(redis));
        }
        entriesBefore = entries;
    }

    private void checkGroup(StreamWriter writer) {
        boolean isOther = !writer.group().isEmpty() && !writer.group().equals(redis.consumerGroup());
        if (isOther && !writer.group().equals(groupTold)) {
            LOG.warn(
                    Notice.TELL,
                    "The connector that writes the stream {} waits for the group {}, but this receiver is of {}: give"
                            + " both the same redis.consumer_group ({})",
                    redis.streamName(),
                    writer.group(),
                    redis.consumerGroup(),
                    writer.description());
        }
        groupTold = isOther ? writer.group() : "";
    }
}
