package dev.liquidity.receiver.consume;

import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.FeedGapJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickReader;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.batch.Batch;
import dev.liquidity.receiver.batch.Rejection;
import dev.liquidity.receiver.batch.Rejection.Reason;
import dev.liquidity.receiver.batch.TickEntry;
import dev.liquidity.receiver.batch.TickTimes;
import dev.liquidity.receiver.batch.TradeDates;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns each stream entry into a tick, a feed gap or a rejection, whatever it holds, and adds its ID to those the batch
 * acknowledges. Not thread-safe: used by the reader thread only.
 */
final class EntryReader {
    /** Most bytes of an entry that is parsed; a tick with 20 levels has 3,000. */
    static final int MAX_DATA = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EntryReader.class);
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final byte[] DATA = Keys.DATA.getBytes(StandardCharsets.US_ASCII);

    private final TickReader json = new TickReader();
    private final TradeDates dates = new TradeDates();
    private final TickTimes times;
    private final Map<Reason, Kind> kinds = new EnumMap<>(Reason.class);
    private final Counters.Counter rejected;
    private final InstantSource clock;
    private long bytes;

    /** The rejections of one kind, of which a line tells at most once a minute. */
    private static final class Kind {
        private long count;
        private long logged;
        private long loggedNanos = System.nanoTime() - QUIET_NANOS;
    }

    EntryReader(Counters counters, InstantSource clock) {
        rejected = counters.faults("rejected", "entries that could not be read, kept in rejected_entries");
        this.clock = clock;
        times = new TickTimes(clock);
    }

    /**
     * Reads one entry into a batch.
     *
     * @param isGap whether it comes from the stream of feed gaps
     * @param fields alternating names and values; null if the entry is pending and no longer in its stream
     */
    void read(boolean isGap, byte[] id, List<byte[]> fields, Batch.Builder batch) {
        byte[] data = null;
        for (int i = 0; fields != null && data == null && i + 1 < fields.size(); i += 2) {
            data = Arrays.equals(DATA, fields.get(i)) ? fields.get(i + 1) : null;
        }
        if (data != null) {
            read(isGap, id, data, data.length, batch);
            return;
        }
        batch.acknowledge(isGap, id);
        bytes += size(fields);
        reject(id, fields == null ? Reason.TRIMMED : Reason.NO_DATA, "", join(fields), batch);
    }

    /** Reads one entry into a batch, whose field {@code data} is the first bytes of an array. */
    void read(boolean isGap, byte[] id, byte[] data, int length, Batch.Builder batch) {
        batch.acknowledge(isGap, id);
        bytes += length;
        if (length > MAX_DATA) {
            reject(id, Reason.TOO_LARGE, "", Arrays.copyOf(data, length), batch);
            return;
        }
        StreamId packable = packable(id);
        if (!isGap && packable == null) {
            reject(id, Reason.UNUSABLE_ID, "", Arrays.copyOf(data, length), batch);
            return;
        }
        try {
            if (isGap) {
                batch.gap(FeedGapJson.read(Arrays.copyOf(data, length)));
            } else {
                batch.tick(tick(packable, json.read(data, length)));
            }
        } catch (MalformedEntryException e) {
            reject(id, Reason.MALFORMED, e.getMessage(), Arrays.copyOf(data, length), batch);
        } catch (RuntimeException e) {
            // A fault of this reader costs one entry, not the stream.
            reject(id, Reason.MALFORMED, e.toString(), Arrays.copyOf(data, length), batch);
        }
    }

    /** Returns the bytes of the entries read since the last call. */
    long takeBytes() {
        long taken = bytes;
        bytes = 0;
        return taken;
    }

    private static int size(List<byte[]> fields) {
        return fields == null
                ? 0
                : fields.stream().mapToInt(field -> field.length).sum();
    }

    private TickEntry tick(StreamId id, Tick tick) {
        long time = times.of(tick, id);
        return new TickEntry(id, tick, time, dates.of(time));
    }

    private void reject(byte[] id, Reason reason, String what, byte[] whole, Batch.Builder batch) {
        String streamId = new String(id, StandardCharsets.US_ASCII);
        byte[] payload = whole;
        String detail = what;
        if (payload.length > Rejection.MAX_PAYLOAD) {
            detail += payload.length + " bytes, of which the first " + Rejection.MAX_PAYLOAD + " are kept";
            payload = Arrays.copyOf(payload, Rejection.MAX_PAYLOAD);
        }
        log(streamId, reason, detail);
        batch.rejection(new Rejection(streamId, reason, detail, payload, date(id)));
    }

    private void log(String streamId, Reason reason, String detail) {
        rejected.increment();
        Kind kind = kinds.computeIfAbsent(reason, unused -> new Kind());
        kind.count++;
        long now = System.nanoTime();
        if (now - kind.loggedNanos >= QUIET_NANOS) {
            LOG.warn(
                    "Entry {} is rejected: {}{} ({} of this kind since the last such line; kept in rejected_entries)",
                    streamId,
                    reason,
                    detail.isEmpty() ? "" : ": " + detail,
                    kind.count - kind.logged);
            kind.logged = kind.count;
            kind.loggedNanos = now;
        }
    }

    /** The date of an ID; today's if its milliseconds can't be a time. */
    private String date(byte[] idText) {
        StreamId id = packable(idText);
        return dates.of(id == null ? clock.millis() * 1000 : id.epochMicros());
    }

    /** The ID if it fits into {@code ticks.id}, so that its milliseconds can be a time; else null. */
    private static StreamId packable(byte[] text) {
        try {
            StreamId id = StreamId.parse(text);
            return id.isPackable() ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] join(List<byte[]> fields) {
        if (fields == null) {
            return new byte[0];
        }
        byte[] joined = new byte[size(fields) + fields.size()];
        int at = 0;
        for (int i = 0; i < fields.size(); i++) {
            byte[] field = fields.get(i);
            System.arraycopy(field, 0, joined, at, field.length);
            at += field.length;
            joined[at++] = (byte) (i % 2 == 0 ? '=' : '\n');
        }
        return joined;
    }
}
