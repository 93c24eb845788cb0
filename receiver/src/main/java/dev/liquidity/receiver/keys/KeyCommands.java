package dev.liquidity.receiver.keys;

import dev.liquidity.common.stream.CommandBuffer;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisConnections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** Commands sent together, each with the key it is about, and their replies looked at one by one. Used again; belongs to one thread. */
final class KeyCommands {
    /** Bytes that are sent in one piece: Redis works on them while the next are put together. */
    private static final int PIECE = 1 << 16;

    private final CommandBuffer commands = new CommandBuffer();
    private final List<byte[]> keys = new ArrayList<>();
    private RedisConnection connection;

    /** Forgets what it has; what is added from now on goes to this connection. */
    void open(RedisConnection to) {
        commands.clear();
        keys.clear();
        connection = to;
    }

    /**
     * Begins a command.
     *
     * @param arguments that are to be added to what this answers, the command's name not among them
     */
    CommandBuffer begin(byte[] key, Command command, int arguments) {
        next(key);
        commands.begin(1 + arguments);
        commands.bulk(command.getRaw());
        return commands;
    }

    /** Adds a command, whole. */
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
     * Sends what was not sent yet, and fetches all replies.
     *
     * @return the keys that another program uses for something else, to which nothing can be written
     * @throws JedisDataException the first other error
     */
    List<String> finish() {
        sendPiece(1);
        List<Object> replies = connection.getMany(keys.size());
        List<String> refused = new ArrayList<>();
        JedisDataException failure = null;
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof JedisDataException error) {
                if ("WRONGTYPE".equals(RedisConnections.code(error))) {
                    refused.add(text(keys.get(i)));
                } else if (failure == null) {
                    failure = error;
                }
            } else if (replies.get(i) instanceof List<?> list) {
                list.forEach(key -> refused.add(text((byte[]) key)));
            }
        }
        if (failure != null) {
            throw failure;
        }
        return refused;
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
