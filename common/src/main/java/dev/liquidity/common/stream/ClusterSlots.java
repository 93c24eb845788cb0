package dev.liquidity.common.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Which master of a cluster has which slot, as one of its nodes said.
 *
 * @param owners by slot; null where it is nobody's
 * @param nodes all that were named, replicas included
 */
record ClusterSlots(HostAndPort[] owners, Set<HostAndPort> nodes) {
    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int MASTER = 2;

    /**
     * Asks a node.
     *
     * @throws ClusterModeException if the server is not in cluster mode
     */
    static ClusterSlots ask(RedisConnection node) {
        HostAndPort[] owners = new HostAndPort[Protocol.CLUSTER_HASHSLOTS];
        Set<HostAndPort> nodes = new LinkedHashSet<>();
        for (Object each : reply(node)) {
            List<?> range = (List<?>) each;
            for (int i = MASTER; i < range.size(); i++) {
                nodes.add(address((List<?>) range.get(i), node.address()));
            }
            HostAndPort master = address((List<?>) range.get(MASTER), node.address());
            for (long slot = (Long) range.get(FIRST); slot <= (Long) range.get(LAST); slot++) {
                owners[(int) slot] = master;
            }
        }
        return new ClusterSlots(owners, nodes);
    }

    private static List<?> reply(RedisConnection node) {
        try {
            // CLUSTER SHARDS would need Redis 7.
            return (List<?>) node.executeCommand(new CommandArguments(Protocol.Command.CLUSTER).add("SLOTS"));
        } catch (JedisDataException e) {
            if (e.getMessage().contains("cluster support disabled")) {
                throw ClusterModeException.isNoCluster(node);
            }
            throw e;
        }
    }

    /** A node that does not know under which name it is reached names none: it is where the answer came from. */
    private static HostAndPort address(List<?> node, HostAndPort asked) {
        String host = node.get(0) == null ? "" : SafeEncoder.encode((byte[]) node.get(0));
        return reached(new HostAndPort(host, ((Long) node.get(1)).intValue()), asked);
    }

    /** An address without a host is on that of the node that said so. */
    static HostAndPort reached(HostAndPort said, HostAndPort by) {
        return said.getHost().isEmpty() ? new HostAndPort(by.getHost(), said.getPort()) : said;
    }

    /**
     * The master that has a key.
     *
     * @throws JedisConnectionException if none has its slot
     */
    HostAndPort ownerOf(byte[] key) {
        int slot = JedisClusterCRC16.getSlot(key);
        if (owners[slot] == null) {
            throw new JedisConnectionException("no node has the slot " + slot + ", that of " + SafeEncoder.encode(key)
                    + ": the cluster is not" + " complete");
        }
        return owners[slot];
    }
}
