package dev.liquidity.receiver.keys;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisNodes;
import dev.liquidity.receiver.keys.KeyCommands.Outcome;
import dev.liquidity.receiver.keys.KeyCommands.Redirected;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Where the commands go: all to one server, or in a cluster each to the node that has its key, and once more elsewhere
 * if that node redirects it. Since doing a command twice changes nothing, their order and number do not matter. Not
 * thread-safe: used by the keys-writer thread only.
 */
final class KeyRoutes implements AutoCloseable {
    private final RedisNodes nodes;

    /** Null in a cluster. */
    private final KeyCommands only;

    private final Map<RedisConnection, KeyCommands> byNode = new IdentityHashMap<>();

    KeyRoutes(Settings.Redis redis) {
        nodes = new RedisNodes(redis, "receiver-keys");
        only = redis.isCluster() ? null : new KeyCommands(false);
    }

    /** Gives the script to the server; in a cluster to each node when it is used next. */
    void prepare(RedisConnection connection) {
        nodes.use(connection);
        byNode.clear();
        if (only != null) {
            LatestScript.load(connection);
        }
    }

    /** Drops all commands. */
    void open(RedisConnection connection) {
        if (only != null) {
            only.open(connection);
        }
        byNode.forEach((node, commands) -> commands.open(node));
    }

    /** Where the commands for a key are added. */
    KeyCommands of(byte[] key) {
        return only != null ? only : at(nodes.of(key));
    }

    private KeyCommands at(RedisConnection node) {
        return byNode.computeIfAbsent(node, unused -> {
            LatestScript.load(node);
            KeyCommands commands = new KeyCommands(true);
            commands.open(node);
            return commands;
        });
    }

    /** Most keys of one call of the script: in a cluster, those of one call must be in one slot. */
    int keysACall() {
        return only != null ? LatestScript.KEYS_A_CALL : 1;
    }

    /**
     * Sends the remaining commands and reads all replies.
     *
     * @return the keys that hold another type of value and were not written
     * @throws JedisDataException the first error of any other kind; all replies are read
     */
    List<String> finish() {
        Outcome outcome = new Outcome();
        if (only != null) {
            only.flush();
            only.finish(outcome);
            return outcome.refused();
        }
        finishAll(outcome);
        List<Redirected> again = outcome.takeRedirected();
        for (int i = 0; !again.isEmpty(); i++) {
            if (i == RedisNodes.MOST_REDIRECTIONS) {
                throw again.get(0).to();
            }
            byNode.forEach((node, commands) -> commands.open(node));
            again.forEach(
                    command -> at(nodes.redirected(command.by(), command.to())).add(command));
            finishAll(outcome);
            again = outcome.takeRedirected();
        }
        return outcome.refused();
    }

    /** All nodes work at the same time. */
    private void finishAll(Outcome outcome) {
        byNode.values().forEach(KeyCommands::flush);
        byNode.values().forEach(commands -> commands.finish(outcome));
    }

    @Override
    public void close() {
        nodes.close();
    }
}
