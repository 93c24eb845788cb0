package dev.liquidity.connector.publish;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.StreamId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when the group does not store what the stream holds: when it does not exist though others do, when it is so far
 * behind that there is no room, and when entries were trimmed or forgotten before it stored them. Times are
 * {@link System#nanoTime}. Not thread-safe: used by the publisher thread only.
 */
final class GroupWatch {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWatch.class);
    private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

    /** A receiver that starts now creates its group. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Settings.Redis redis;
    private final Counters.Counter trimmed;
    private List<String> others = List.of();
    private List<String> told = List.of();
    private long strangeSinceNanos;
    private long lost;
    private long lostToldNanos;
    private long noRoomToldNanos;

    GroupWatch(Settings.Redis redis, Counters counters, long nanos) {
        this.redis = redis;
        trimmed = counters.faults("trimmed_unstored", "entries that were trimmed before the group stored them");
        strangeSinceNanos = nanos;
        lostToldNanos = nanos - PERIOD_NANOS;
        noRoomToldNanos = nanos - PERIOD_NANOS;
    }

    /**
     * Sees how the stream stands.
     *
     * @param lostNow entries trimmed since the last time that the group had not stored
     */
    void saw(StreamState now, long lostNow, long nanos) {
        trimmed.add(lostNow);
        lost += lostNow;
        if (lost > 0 && nanos - lostToldNanos >= PERIOD_NANOS) {
            LOG.warn(
                    Notice.TELL,
                    "{} entries of the stream {} were trimmed before the group {} had stored them: redis.keep is"
                            + " length",
                    lost,
                    redis.streamName(),
                    redis.consumerGroup());
            lost = 0;
            lostToldNanos = nanos;
        }
        others = now.otherGroups();
        if (now.hasGroup() || others.isEmpty() || redis.keep() == Settings.Keep.LENGTH) {
            strangeSinceNanos = nanos;
            told = List.of();
        } else if (nanos - strangeSinceNanos >= PATIENCE_NANOS && !others.equals(told)) {
            told = others;
            LOG.warn(
                    Notice.TELL,
                    "The stream {} has no group {}, but {}: nothing counts as stored until both programs have the"
                            + " same redis.consumer_group",
                    redis.streamName(),
                    redis.consumerGroup(),
                    String.join(", ", others));
        }
    }

    /** Warns that the stream does not reach to its earlier top any more. */
    void forgot(StreamState now, long topBefore) {
        long millis = StreamId.unpack(topBefore).millis() - now.topId().millis();
        LOG.warn(
                "Redis forgot {} of the stream {}: what is not stored is added again",
                now.topId().equals(StreamId.ZERO) ? "all" : "the last " + (millis / 1000 + 1) + " s",
                redis.streamName());
    }

    /** Warns once a minute that there is no room. */
    void noRoom(long unstored, long nanos) {
        if (nanos - noRoomToldNanos >= PERIOD_NANOS) {
            noRoomToldNanos = nanos;
            LOG.warn(
                    Notice.TELL,
                    "{} entries of the stream are not stored: the journal grows until the group {} has stored some"
                            + " (is a receiver running{}?)",
                    unstored,
                    redis.consumerGroup(),
                    others.isEmpty() ? "" : " in that group, not in " + String.join(", ", others));
        }
    }
}
