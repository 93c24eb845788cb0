package dev.liquidity.common.stream;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The nodes of a cluster that can be asked where a key is: those of the configuration, and all that they have named.
 * Thread-safe.
 */
final class ClusterNodes {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(2);

    /** One a process and cluster: the settings do not change while it runs. */
    private static final Map<Settings.Redis, ClusterNodes> ALL = new ConcurrentHashMap<>();

    private final Settings.Redis redis;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Set<HostAndPort> learned = Set.of();

    private ClusterNodes(Settings.Redis redis) {
        this.redis = redis;
    }

    static ClusterNodes of(Settings.Redis redis) {
        return ALL.computeIfAbsent(redis, ClusterNodes::new);
    }

    /**
     * The master that has a key, as the first node says that answers. Each call begins with another node: one that was
     * cut off from the others says what is not so any more.
     *
     * @throws JedisConnectionException if none says it
     * @throws JedisDataException if one refuses this client
     * @throws UserException ({@link ExitCode#REDIS}) if one is not in cluster mode
     */
    HostAndPort ownerOf(byte[] key) {
        Set<HostAndPort> known = new LinkedHashSet<>();
        redis.nodes().forEach(node -> known.add(HostAndPort.from(node)));
        known.addAll(learned);
        List<HostAndPort> nodes = new ArrayList<>(known);
        int first = asked.getAndIncrement();
        JedisException failure = null;
        for (int i = 0; i < nodes.size(); i++) {
            HostAndPort node = nodes.get(Math.floorMod(first + i, nodes.size()));
            try (RedisConnection connection =
                    RedisConnection.open(node, redis, "topology", CONNECT_TIMEOUT, REPLY_TIMEOUT)) {
                ClusterSlots slots = ClusterSlots.ask(connection);
                HostAndPort owner = slots.ownerOf(key);
                learned = slots.nodes();
                return owner;
            } catch (JedisDataException e) {
                if (RedisConnections.isRefusal(redis, e)) {
                    throw e;
                }
                failure = e;
            } catch (JedisException e) {
                failure = e;
            }
        }
        throw new JedisConnectionException("no node of the cluster says where the stream is", failure);
    }
}
