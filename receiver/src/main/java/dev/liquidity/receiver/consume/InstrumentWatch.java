package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.stream.RedisConnection;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.common.stream.RedisNodes;
import dev.liquidity.common.stream.RedisOutage;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import dev.liquidity.receiver.batch.DayInstruments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The instruments' duty: copies a trade date's instruments from the connector's hash to the store, when the date's
 * first tick is seen and whenever their number has changed.
 */
public final class InstrumentWatch implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(InstrumentWatch.class);
    private static final long LOOK_MILLIS = 200;
    private static final long OFFER_MILLIS = 1000;

    /** The last look at a date's hash: the number of instruments that the store has, and when it was. */
    private record Look(long count, long atNanos) {}

    private final long intervalNanos;
    private final RedisLink link;
    private final RedisNodes nodes;
    private final DatesSeen dates;
    private final BatchQueue out;
    private final Map<String, Look> looks = new HashMap<>();

    /**
     * @param interval between two looks at a date's hash
     * @param out the store's queue; if it is full, the next look tries again
     */
    public InstrumentWatch(
            Settings.Redis redis, Duration interval, DatesSeen dates, BatchQueue out, RedisOutage outage) {
        this.dates = dates;
        this.out = out;
        intervalNanos = interval.toNanos();
        link = new RedisLink(redis, "receiver-instruments", outage);
        nodes = new RedisNodes(redis, "receiver-instruments");
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        if (closing.await(LOOK_MILLIS)) {
            return false;
        }
        List<String> seen = dates.dates();
        looks.keySet().retainAll(seen);
        for (String date : seen) {
            Look last = looks.get(date);
            if (last == null || System.nanoTime() - last.atNanos >= intervalNanos) {
                link.attempt(closing, connection -> look(connection, date, last == null ? 0 : last.count));
            }
        }
        return true;
    }

    @Override
    public void onClose() {
        nodes.close();
        link.close();
    }

    private void look(RedisConnection connection, String date, long known) throws InterruptedException {
        nodes.use(connection);
        byte[] key = SafeEncoder.encode(Keys.instruments(date));
        long count = nodes.ask(key, node -> new Jedis(node).hlen(key));
        boolean isKnown =
                count == known || count == 0 || copy(date, nodes.ask(key, node -> new Jedis(node).hvals(key)));
        looks.put(date, new Look(isKnown ? count : known, System.nanoTime()));
    }

    private boolean copy(String date, List<byte[]> rows) throws InterruptedException {
        List<Instrument> instruments = new ArrayList<>(rows.size());
        for (byte[] row : rows) {
            try {
                instruments.add(InstrumentJson.read(row));
            } catch (MalformedEntryException e) {
                LOG.warn("{} holds {}", Keys.instruments(date), e.getMessage());
            }
        }
        return out.offer(Batch.of(new DayInstruments(date, instruments)), OFFER_MILLIS);
    }
}
