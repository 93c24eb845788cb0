package dev.liquidity.common.stream;

import dev.liquidity.common.config.Settings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The way to keys that are not the stream's: the caller's own connection, and in a cluster one to each node that has
 * some of them, opened when it is needed. Whoever finds one of them lost gives up its own connection, too: another one
 * ({@link #use}) begins everything anew. Not thread-safe.
 */
public final class RedisNodes implements AutoCloseable {
    /** How often a command is redirected before it counts as failed: nodes may disagree for a moment. */
    public static final int MOST_REDIRECTIONS = 5;

    private final Settings.Redis redis;
    private final String clientName;
    private final Map<HostAndPort, RedisConnection> others = new HashMap<>();
    private RedisConnection own;
    private ClusterSlots slots;

    /** @param clientName of the connections, without blanks */
    public RedisNodes(Settings.Redis redis, String clientName) {
        this.redis = redis;
        this.clientName = clientName;
    }

    /**
     * Goes on with a connection of the caller's, of {@link RedisConnections#open}.
     *
     * @throws JedisException if it is another than before, and fails
     */
    public void use(RedisConnection connection) {
        if (connection != own) {
            close();
            slots = redis.isCluster() ? ClusterSlots.ask(connection) : null;
            own = connection;
        }
    }

    /**
     * The connection to the node that has a key.
     *
     * @throws JedisException if it can't be opened
     */
    public RedisConnection of(byte[] key) {
        return slots == null ? own : at(slots.ownerOf(key));
    }

    private RedisConnection at(HostAndPort node) {
        return node.equals(own.address()) ? own : others.computeIfAbsent(node, this::open);
    }

    private RedisConnection open(HostAndPort node) {
        return RedisConnection.open(
                node, redis, clientName, RedisConnections.CONNECT_TIMEOUT, RedisConnections.REPLY_TIMEOUT);
    }

    /** The connections to all masters. */
    public List<RedisConnection> all() {
        return slots == null
                ? List.of(own)
                : Arrays.stream(slots.owners())
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(this::at)
                        .toList();
    }

    /**
     * The connection to send a command on that was redirected. A slot that has moved is noted.
     *
     * @param by where it was refused
     */
    public RedisConnection redirected(RedisConnection by, JedisRedirectionException to) {
        HostAndPort node = ClusterSlots.reached(to.getTargetNode(), by.address());
        if (to instanceof JedisMovedDataException) {
            slots.owners()[to.getSlot()] = node;
        }
        return at(node);
    }

    /**
     * Carries out one command that has one key, wherever that is.
     *
     * @throws JedisException as the command, or if it was redirected too often
     */
    public <T> T ask(byte[] key, Function<RedisConnection, T> command) {
        RedisConnection connection = of(key);
        for (int i = 0; i < MOST_REDIRECTIONS; i++) {
            try {
                return command.apply(connection);
            } catch (JedisRedirectionException e) {
                if (slots == null) {
                    throw e;
                }
                connection = redirected(connection, e);
                if (e instanceof JedisAskDataException) {
                    connection.executeCommand(new CommandArguments(Protocol.Command.ASKING));
                }
            }
        }
        throw new JedisConnectionException("the cluster's nodes do not agree who has a key");
    }

    /** Asks a question about one key, wherever that is. */
    public <T> T ask(String key, BiFunction<Jedis, String, T> question) {
        return ask(SafeEncoder.encode(key), node -> question.apply(new Jedis(node), key));
    }

    /** Closes the connections to the nodes, but not the caller's own. */
    @Override
    public void close() {
        others.values().forEach(RedisConnections::close);
        others.clear();
        own = null;
    }
}
