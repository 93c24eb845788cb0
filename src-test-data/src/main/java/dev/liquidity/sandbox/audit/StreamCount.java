package dev.liquidity.sandbox.audit;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/**
 * What Redis reports about the stream.
 *
 * @param length its entries now
 * @param firstId the lowest ID that is still there, packed as {@code ticks.id} is; {@link Long#MAX_VALUE} when it is
 *     empty
 * @param added entries ever added; -1 before Redis 7, which does not count them
 */
record StreamCount(long length, long firstId, long added) {
    /** A packed stream ID is the milliseconds shifted left by these bits, plus the sequence. */
    private static final int SEQUENCE_BITS = 21;

    /**
     * Asks Redis.
     *
     * @throws redis.clients.jedis.exceptions.JedisException when it can't be asked
     */
    static StreamCount of(StreamAddress address) {
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .user(address.user())
                .password(address.password())
                .database(address.db())
                .build();
        try (Jedis jedis = new Jedis(new HostAndPort(address.host(), address.port()), config)) {
            if (!jedis.exists(address.stream())) {
                return new StreamCount(0, Long.MAX_VALUE, -1);
            }
            Map<String, Object> info = pairs(jedis.sendCommand(Protocol.Command.XINFO, "STREAM", address.stream()));
            long first = Long.MAX_VALUE;
            if (info.get("first-entry") instanceof List<?> entry) {
                String[] id = text(entry.get(0)).split("-");
                first = Long.parseLong(id[0]) << SEQUENCE_BITS | Long.parseLong(id[1]);
            }
            long added = info.get("entries-added") instanceof Long count ? count : -1;
            return new StreamCount((Long) info.get("length"), first, added);
        }
    }

    private static Map<String, Object> pairs(Object reply) {
        Map<String, Object> pairs = new HashMap<>();
        List<?> flat = (List<?>) reply;
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            pairs.put(text(flat.get(i)), flat.get(i + 1));
        }
        return pairs;
    }

    private static String text(Object bulk) {
        return bulk instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(bulk);
    }
}
