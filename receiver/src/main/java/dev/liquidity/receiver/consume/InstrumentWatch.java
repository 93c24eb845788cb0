package dev.liquidity.receiver.consume;

import dev.liquidity.common.config.Settings;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.stream.RedisConnections;
import dev.liquidity.common.stream.RedisLink;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.BatchQueue;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The instruments' duty: what the connector says a date's tokens are, on to the store, when the date's first tick is
 * seen and whenever there are more or fewer of them.
 */
public final class InstrumentWatch implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(InstrumentWatch.class);

    /** What was found for a date: how many, and when. */
    private record Look(long count, long atNanos) {}

    private final Settings.Redis redis;
    private final long intervalNanos;
    private final RedisLink link;
    private final DatesSeen dates;
    private final BatchQueue out;
    private final StopSignal stop;
    private final Map<String, Look> looks = new HashMap<>();

    /**
     * @param interval how often to look again
     * @param out the store's queue; when it is full, the next look tries again
     */
    public InstrumentWatch(
            Settings.Redis redis, Duration interval, DatesSeen dates, BatchQueue out, StopSignal stop, Tally tally) {
        this.redis = redis;
        this.dates = dates;
        this.out = out;
        this.stop = stop;
        intervalNanos = interval.toNanos();
        link = new RedisLink(redis, "receiver-instruments", tally.redisFailures);
    }

    @Override
    public boolean cycle() throws InterruptedException {
        if (stop.await(200)) {
            link.close();
            return false;
        }
        try {
            List<String> seen = dates.dates();
            looks.keySet().retainAll(seen);
            for (String date : seen) {
                Look last = looks.get(date);
                if (last == null || System.nanoTime() - last.atNanos >= intervalNanos) {
                    look(date, last == null ? 0 : last.count);
                }
            }
        } catch (JedisException e) {
            if (e instanceof JedisDataException error && RedisConnections.isRefusal(error)) {
                throw RedisConnections.unusable(redis, error);
            }
            stop.await(link.lost(e));
        }
        return true;
    }

    private void look(String date, long known) throws InterruptedException {
        Connection connection = link.get();
        String key = Keys.instruments(date);
        long count = (Long) connection.executeCommand(new CommandArguments(Command.HLEN).add(key));
        link.worked();
        boolean isKept = count == known || count == 0 || hand(date, connection, key);
        looks.put(date, new Look(isKept ? count : known, System.nanoTime()));
    }

    private boolean hand(String date, Connection connection, String key) throws InterruptedException {
        List<?> rows = (List<?>) connection.executeCommand(new CommandArguments(Command.HVALS).add(key));
        List<Instrument> instruments = new ArrayList<>(rows.size());
        for (Object row : rows) {
            try {
                instruments.add(InstrumentJson.read((byte[]) row));
            } catch (MalformedEntryException e) {
                LOG.warn("{} holds {}", key, e.getMessage());
            }
        }
        return out.offer(Batch.of(new DayInstruments(date, instruments)), 1_000);
    }
}
