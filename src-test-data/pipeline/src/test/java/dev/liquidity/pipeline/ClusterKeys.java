package dev.liquidity.pipeline;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.sandbox.support.RedisCluster;
import dev.liquidity.sandbox.support.RedisServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;

/**
 * Which ticks are in the keys of symbols.
 *
 * @param ids of the members of each key {@code ticks:} and {@code depth:}; the one of each {@code latest:}
 */
record ClusterKeys(Map<String, Set<String>> ids) {
    private static final Pattern ID = Pattern.compile("\\{\"id\":\"([0-9]+-[0-9]+)\".*");

    /** Reads them from all masters. */
    static ClusterKeys read(RedisCluster cluster) {
        Map<String, Set<String>> ids = new HashMap<>();
        for (RedisServer master : cluster.masters()) {
            RedisCluster.ask(master, jedis -> {
                jedis.keys("latest:*").forEach(key -> add(ids, key, List.of(jedis.hget(key, "id"))));
                jedis.keys("ticks:*").forEach(key -> add(ids, key, members(jedis, key)));
                jedis.keys("depth:*").forEach(key -> add(ids, key, members(jedis, key)));
                return null;
            });
        }
        return new ClusterKeys(ids);
    }

    private static void add(Map<String, Set<String>> ids, String key, List<String> more) {
        if (ids.put(key, new HashSet<>(more)) != null) {
            throw new AssertionError(key + " is on two nodes");
        }
    }

    private static List<String> members(Jedis jedis, String key) {
        return jedis.zrange(key, 0, -1).stream()
                .map(ID::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .toList();
    }

    /** What should be in them, of ticks that arrived at a time or later. */
    static ClusterKeys ofStore(StoreView store, long sinceMillis) throws SQLException {
        Map<String, Set<String>> ids = new HashMap<>();
        String query =
                "SELECT id, tradingsymbol, trade_date, coalesce(bid_price_0, ask_price_0) FROM ticks WHERE id >= %d"
                        + " ORDER BY exchange_timestamp, id";
        store.query(query.formatted(new StreamId(sinceMillis, 0).pack()), row -> {
            String id = StreamId.unpack(row.getLong(1)).toString();
            String symbol = row.getString(2);
            ids.put("latest:" + symbol, Set.of(id));
            for (String kind : row.getObject(4) == null ? List.of("ticks:") : List.of("ticks:", "depth:")) {
                ids.computeIfAbsent(kind + symbol + ":" + row.getString(3), key -> new HashSet<>())
                        .add(id);
            }
        });
        return new ClusterKeys(ids);
    }

    long symbols() {
        return ids.keySet().stream().filter(key -> key.startsWith("latest:")).count();
    }

    /** The keys that lack some of these in others; the first few. */
    List<String> missingIn(ClusterKeys others) {
        List<String> missing = new ArrayList<>();
        ids.forEach((key, wanted) -> {
            Set<String> lacked = new HashSet<>(wanted);
            lacked.removeAll(others.ids.getOrDefault(key, Set.of()));
            if (!lacked.isEmpty() && missing.size() < 10) {
                missing.add(key + " lacks " + lacked.size() + " of " + wanted.size() + ", such as "
                        + lacked.iterator().next());
            }
        });
        return missing;
    }
}
