package dev.liquidity.receiver.keys;

import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Commands that are sent together, each with the key it writes to, and their replies. Reusable. Not thread-safe: used
 * by the keys-writer thread only.
 */
final class KeyCommands {
    /** Bytes sent at once: Redis works on them while the next are encoded. */
    private static final int PIECE = 1 << 16;

    private final CommandBuffer commands = new CommandBuffer();
    private final List<byte[]> keys = new ArrayList<>();
    private RedisConnection connection;

    /** Drops all commands; the next ones go to this connection. */
    void open(RedisConnection to) {
        commands.clear();
        keys.clear();
        connection = to;
    }

    /**
     * Begins a command.
     *
     * @param arguments number of arguments that the caller adds to the returned buffer, without the command's name
     */
    CommandBuffer begin(byte[] key, Command command, int arguments) {
        next(key);
        commands.begin(1 + arguments);
        commands.bulk(command.getRaw());
        return commands;
    }

    /** Adds a complete command. */
    void add(byte[] key, CommandArguments command) {
        next(key);
        commands.add(command);
    }

    private void next(byte[] key) {
        sendPiece(PIECE);
        keys.add(key);
    }

    private void sendPiece(int atLeast) {
        if (commands.length() >= atLeast) {
            connection.sendEncoded(commands.bytes(), commands.length());
            commands.clear();
        }
    }

    /**
     * Sends the remaining commands and reads all replies.
     *
     * @return the keys that hold another type of value and were not written
     * @throws JedisDataException the first error of any other kind
     */
    List<String> finish() {
        sendPiece(1);
        List<Object> replies = connection.getMany(keys.size());
        List<String> refused = new ArrayList<>();
        JedisDataException failure = null;
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof JedisDataException error) {
                if ("WRONGTYPE".equals(RedisConnections.code(error))) {
                    refused.add(SafeEncoder.encode(keys.get(i)));
                } else if (failure == null) {
                    failure = error;
                }
            } else if (replies.get(i) instanceof List<?> list) {
                list.forEach(key -> refused.add(SafeEncoder.encode((byte[]) key)));
            }
        }
        if (failure != null) {
            throw failure;
        }
        return refused;
    }
}
