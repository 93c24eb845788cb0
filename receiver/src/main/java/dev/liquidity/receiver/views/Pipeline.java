package dev.liquidity.receiver.views;

import dev.liquidity.common.stream.RedisConnections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

/** Commands sent together, each with the key it is about, and their replies looked at one by one. */
final class Pipeline {
    private final Connection connection;
    private final List<byte[]> keys = new ArrayList<>();

    Pipeline(Connection connection) {
        this.connection = connection;
    }

    void send(byte[] key, CommandArguments command) {
        connection.sendCommand(command);
        keys.add(key);
    }

    /**
     * Fetches all replies.
     *
     * @return the keys that another program uses for something else, to which nothing can be written
     * @throws JedisDataException the first other error
     */
    List<String> finish() {
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
