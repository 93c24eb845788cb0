package dev.liquidity.sandbox.support;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.MigrateParams;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * A real Redis Cluster on loopback: masters that share all slots, each with the same number of replicas. Slots can be
 * moved and nodes added while it runs. Not thread-safe.
 */
public final class RedisCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SLOTS = 16_384;
    private static final int MIGRATE_MILLIS = 5_000;

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<String> configuration;

    private RedisCluster(String... configuration) {
        this.configuration = List.of(configuration);
    }

    /**
     * Starts one; it is complete when this returns.
     *
     * @param replicas of each master
     * @param configuration more lines of each node's redis.conf
     */
    public static RedisCluster launch(int masters, int replicas, String... configuration) throws IOException {
        RedisCluster cluster = new RedisCluster(configuration);
        try {
            for (int i = 0; i < masters; i++) {
                RedisServer master = cluster.addNode(i + 1);
                int from = SLOTS * i / masters;
                int to = SLOTS * (i + 1) / masters;
                int[] slots = new int[to - from];
                for (int slot = from; slot < to; slot++) {
                    slots[slot - from] = slot;
                }
                ask(master, jedis -> jedis.clusterAddSlots(slots));
            }
            for (int i = 0; i < masters * replicas; i++) {
                RedisServer replica = cluster.addNode(0);
                String master = id(cluster.servers.get(i % masters));
                Await.until(
                        "it knows its master",
                        PATIENCE,
                        () -> isDone(replica, jedis -> jedis.clusterReplicate(master)));
            }
            cluster.awaitComplete();
            return cluster;
        } catch (IOException | RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** Adds a master without slots and without a replica; it can get slots when this returns. */
    public RedisServer addMaster() throws IOException {
        RedisServer node = addNode(0);
        awaitComplete();
        return node;
    }

    /** @param epoch of a master at the launch: of equal ones, neither takes a slot from the other; 0 to leave it */
    private RedisServer addNode(int epoch) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("cluster-enabled yes", "cluster-node-timeout 2000", "cluster-replica-validity-factor 0"));
        lines.addAll(configuration);
        RedisServer node = RedisServer.launch(lines.toArray(String[]::new));
        servers.add(node);
        if (epoch > 0) {
            ask(node, jedis -> jedis.sendCommand(Command.CLUSTER, "SET-CONFIG-EPOCH", String.valueOf(epoch)));
        }
        if (servers.size() > 1) {
            RedisServer first =
                    servers.stream().filter(RedisServer::isRunning).findFirst().orElseThrow();
            ask(first, jedis -> jedis.clusterMeet(node.host(), node.port()));
            awaitKnown();
        }
        return node;
    }

    /** Waits until every node knows every other. */
    private void awaitKnown() {
        Await.until(
                "all nodes know each other",
                PATIENCE,
                () -> servers.stream()
                        .allMatch(node -> isDone(node, jedis -> {
                            long known = jedis.clusterNodes()
                                    .lines()
                                    .filter(line -> !line.contains("handshake") && !line.contains("fail"))
                                    .count();
                            return known == servers.size() ? "OK" : null;
                        })));
    }

    /** Waits until every node is up, all say alike who has which slot, and each replica is connected to its master. */
    public void awaitComplete() {
        awaitKnown();
        Await.until(
                "the cluster is complete",
                PATIENCE,
                () -> servers.stream()
                        .allMatch(node -> isDone(
                                node,
                                jedis -> jedis.clusterInfo().contains("cluster_state:ok")
                                                && !jedis.info("replication").contains("master_link_status:down")
                                                && owners(node).equals(owners(servers.get(0)))
                                        ? "OK"
                                        : null)));
    }

    /** Who has which slots, as a node says. */
    private static Set<String> owners(RedisServer node) {
        List<?> ranges = (List<?>) ask(node, jedis -> jedis.sendCommand(Command.CLUSTER, "SLOTS"));
        return ranges.stream()
                .map(range -> (List<?>) range)
                .map(range -> range.get(0) + "-" + range.get(1) + ": " + ((List<?>) range.get(2)).get(1))
                .collect(Collectors.toSet());
    }

    private static boolean isDone(RedisServer node, Function<Jedis, Object> question) {
        try {
            return ask(node, question) != null;
        } catch (JedisException e) {
            return false;
        }
    }

    /** Asks a node. */
    public static <T> T ask(RedisServer node, Function<Jedis, T> question) {
        try (Jedis jedis = new Jedis(node.host(), node.port(), MIGRATE_MILLIS)) {
            return question.apply(jedis);
        }
    }

    /** Asks the node that has a key. */
    public <T> T ask(String key, Function<Jedis, T> question) {
        return ask(owner(key), question);
    }

    private static String id(RedisServer node) {
        return ask(node, Jedis::clusterMyId);
    }

    /** The master that has a key, as the nodes that run say. */
    public RedisServer owner(String key) {
        int slot = slot(key);
        for (Object each : slots()) {
            List<?> range = (List<?>) each;
            if ((Long) range.get(0) <= slot && slot <= (Long) range.get(1)) {
                long port = (Long) ((List<?>) range.get(2)).get(1);
                return servers.stream()
                        .filter(server -> server.port() == port)
                        .findFirst()
                        .orElseThrow();
            }
        }
        throw new AssertionError("nobody has the slot " + slot);
    }

    public static int slot(String key) {
        return JedisClusterCRC16.getSlot(key);
    }

    /** The masters that have slots. */
    public List<RedisServer> masters() {
        List<Long> ports = slots().stream()
                .map(range -> (Long) ((List<?>) ((List<?>) range).get(2)).get(1))
                .toList();
        return servers.stream()
                .filter(server -> ports.contains((long) server.port()))
                .toList();
    }

    /** {@code CLUSTER SLOTS} of a node that runs. */
    private List<?> slots() {
        RedisServer asked =
                servers.stream().filter(RedisServer::isRunning).findFirst().orElseThrow();
        return (List<?>) ask(asked, jedis -> jedis.sendCommand(Command.CLUSTER, "SLOTS"));
    }

    /** All nodes, in the order in which they were started: first the masters. */
    public List<RedisServer> servers() {
        return servers;
    }

    /** A slot on its way from one master to another. */
    public final class Move {
        private final int slot;
        private final RedisServer from;
        private final RedisServer to;

        private Move(int slot, RedisServer from, RedisServer to) {
            this.slot = slot;
            this.from = from;
            this.to = to;
        }

        /** Moves some keys; those that remain are still served by the old master, and all others asked of the new. */
        public Move keys(int count) {
            List<String> keys = ask(from, jedis -> jedis.clusterGetKeysInSlot(slot, count));
            return keys(keys.toArray(String[]::new));
        }

        /** Moves these keys. */
        public Move keys(String... keys) {
            if (keys.length > 0) {
                ask(from, jedis -> jedis.migrate(to.host(), to.port(), MIGRATE_MILLIS, new MigrateParams(), keys));
            }
            return this;
        }

        /** Moves the keys that remain, and tells all masters who has the slot now. */
        public void finish() {
            while (ask(from, jedis -> jedis.clusterCountKeysInSlot(slot)) > 0) {
                keys(50);
            }
            String owner = id(to);
            ask(to, jedis -> jedis.clusterSetSlotNode(slot, owner));
            ask(from, jedis -> jedis.clusterSetSlotNode(slot, owner));
            masters().forEach(master -> ask(master, jedis -> jedis.clusterSetSlotNode(slot, owner)));
        }
    }

    /** Begins to move a key's slot to another master. */
    public Move move(String key, RedisServer to) {
        RedisServer from = owner(key);
        ask(to, jedis -> jedis.clusterSetSlotImporting(slot(key), id(from)));
        ask(from, jedis -> jedis.clusterSetSlotMigrating(slot(key), id(to)));
        return new Move(slot(key), from, to);
    }

    /** The first of its nodes as the value of {@code redis.nodes}. */
    public String yaml(int count) {
        return servers.stream()
                .limit(count)
                .map(node -> '"' + node.host() + ":" + node.port() + '"')
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public void close() throws IOException {
        for (RedisServer server : servers) {
            server.kill();
        }
        for (RedisServer server : servers) {
            server.close();
        }
    }
}
