package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.status.Disk;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisNodes;
import dev.liquidity.common.watch.Watch;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Watches how near Redis, or the fullest node of a cluster, is to its {@code maxmemory}, and what happens there. */
public final class RedisMemory implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(RedisMemory.class);
    private static final int MUCH_PERCENT = 80;
    private static final int STEP_PERCENT = 5;

    private final Settings.Redis redis;
    private final RedisNodes nodes;
    private boolean isForbidden;

    public RedisMemory(Settings.Redis redis) {
        this.redis = redis;
        nodes = new RedisNodes(redis, "receiver-watch");
    }

    @Override
    public Concern look() {
        if (isForbidden) {
            return null;
        }
        RedisConnection connection = RedisConnections.open(redis, "receiver-watch");
        try {
            nodes.use(connection);
            return nodes.all().stream()
                    .map(node -> concern(new Jedis(node).info("memory")))
                    .filter(Objects::nonNull)
                    .max(Comparator.comparingInt(Concern::severity))
                    .orElse(null);
        } catch (JedisDataException e) {
            isForbidden = RedisConnections.isRefusal(redis, e);
            LOG.info("The memory of Redis is not watched, since INFO is refused ({})", e.getMessage());
            return null;
        } finally {
            nodes.close();
            RedisConnections.close(connection);
        }
    }

    /** @param info {@code INFO memory}'s reply */
    static Concern concern(String info) {
        Map<String, String> fields = info.lines()
                .map(line -> line.split(":", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> field[0], field -> field[1], (first, second) -> first));
        long limit = Long.parseLong(fields.getOrDefault("maxmemory", "0"));
        if (limit == 0) {
            return null;
        }
        long used = Long.parseLong(fields.getOrDefault("used_memory", "0"));
        String policy = fields.getOrDefault("maxmemory_policy", "noeviction");
        int percent = (int) (100.0 * used / limit);
        String amount = "%d %% of maxmemory (%s) are in use; ".formatted(percent, Disk.size(limit));
        String consequence = policy.startsWith("allkeys")
                ? "when it is full, Redis deletes the stream with what is not stored"
                : policy.startsWith("volatile")
                        ? "when it is full, Redis deletes keys of today, such as latest:…"
                        : "when it is full, ticks wait in the journal: raise it or lower redis_history_minutes";
        String advice = policy.equals("noeviction") ? "" : ": set maxmemory-policy to noeviction, not " + policy;
        return percent >= MUCH_PERCENT
                ? new Concern(2 + (percent - MUCH_PERCENT) / STEP_PERCENT, amount + consequence + advice)
                : advice.isEmpty() ? null : new Concern(1, amount + consequence + advice);
    }
}
