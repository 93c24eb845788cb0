package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A master, two replicas, and three real sentinels that watch them. */
final class SentinelGroup implements AutoCloseable {
    private static final String NAME = "ticks-master";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    /** Starts them; each knows the others when this returns. */
    void start() throws IOException {
        servers.add(RedisServer.launch());
        String master = servers.get(0).host() + " " + servers.get(0).port();
        for (int i = 0; i < 2; i++) {
            servers.add(RedisServer.launch("replicaof " + master));
        }
        for (int i = 0; i < 3; i++) {
            sentinels.add(RedisServer.launch(
                    "sentinel monitor " + NAME + " " + master + " 2",
                    "sentinel down-after-milliseconds " + NAME + " 1000",
                    "sentinel failover-timeout " + NAME + " 5000"));
        }
        awaitComplete(2);
    }

    /** Waits until every sentinel knows the others, and so many replicas, one or two, that are up. */
    void awaitComplete(int replicas) {
        Await.until("sentinels and replicas know each other", PATIENCE, () -> {
            for (RedisServer sentinel : sentinels) {
                try (Jedis jedis = new Jedis(sentinel.host(), sentinel.port())) {
                    var master = jedis.sentinelMasters().get(0);
                    long up = jedis.sentinelReplicas(NAME).stream()
                            .filter(replica -> "slave".equals(replica.get("flags"))
                                    && "ok".equals(replica.get("master-link-status")))
                            .count();
                    if (!"2".equals(master.get("num-other-sentinels")) || up < replicas) {
                        return false;
                    }
                } catch (JedisException e) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The server that the sentinels call the master. */
    RedisServer master() {
        for (RedisServer sentinel : sentinels) {
            if (sentinel.isRunning()) {
                try (Jedis jedis = new Jedis(sentinel.host(), sentinel.port())) {
                    int port = Integer.parseInt(
                            jedis.sentinelGetMasterAddrByName(NAME).get(1));
                    return servers.stream()
                            .filter(server -> server.port() == port)
                            .findFirst()
                            .orElseThrow();
                }
            }
        }
        throw new AssertionError("no sentinel runs");
    }

    /** Waits until the sentinels have another master than that one. */
    void awaitOther(RedisServer former) {
        Await.until("another master than port " + former.port(), PATIENCE, () -> master() != former);
    }

    /** Kills the master; it is to be started again. */
    Fault masterKilled() {
        return Fault.harmless("Sentinel: kill -9 of the master", (rig, random) -> master().kill());
    }

    /** Stops the master's process, and lets it go on when there is another. */
    Fault masterFrozen() {
        return Fault.harmless("Sentinel: the master stands still, and comes back stale", (rig, random) -> {
            RedisServer former = master();
            former.freeze();
            awaitOther(former);
            former.thaw();
        });
    }

    /** Makes another the master by the command for it. */
    Fault masterMoved() {
        return Fault.harmless("Sentinel: the master is moved by hand", (rig, random) -> {
            RedisServer former = master();
            try (Jedis jedis =
                    new Jedis(sentinels.get(0).host(), sentinels.get(0).port())) {
                jedis.sentinelFailover(NAME);
            }
            awaitOther(former);
        });
    }

    /** Kills all sentinels, and starts them after a time, in which ticks must flow. */
    Fault sentinelsAway(Duration time) {
        return Fault.harmless("Sentinel: no sentinel for " + time.toSeconds() + " s", (rig, random) -> {
            for (RedisServer sentinel : sentinels) {
                sentinel.kill();
            }
            Await.elapsed(time);
            rig.awaitFlow();
            for (RedisServer sentinel : sentinels) {
                sentinel.start();
            }
        });
    }

    /** The value of {@code redis.sentinel}. */
    String yaml() {
        return sentinels.stream()
                .map(sentinel -> '"' + sentinel.host() + ":" + sentinel.port() + '"')
                .collect(Collectors.joining(", ", "{master: " + NAME + ", nodes: [", "]}"));
    }

    @Override
    public void close() throws IOException {
        for (RedisServer server : sentinels) {
            server.close();
        }
        for (RedisServer server : servers) {
            server.close();
        }
    }
}
