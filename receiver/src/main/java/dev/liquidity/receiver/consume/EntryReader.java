package dev.liquidity.receiver.consume;

import dev.liquidity.common.stream.FeedGapJson;
import dev.liquidity.common.stream.Keys;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickReader;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.receiver.entry.Batch;
import dev.liquidity.receiver.entry.Rejection;
import dev.liquidity.receiver.entry.TickEntry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/**
 * Makes of each entry what it is: a tick, a feed gap, or a rejection. Nothing that an entry holds can stop it; every entry is in the
 * batch's list of what is to be acknowledged. Not thread-safe.
 */
final class EntryReader {
    /** A tick with 20 levels is 3 KB; what is longer than this is something else, and is not parsed. */
    static final int MAX_DATA = 64 * 1024;

    private static final byte[] DATA = Keys.DATA.getBytes(StandardCharsets.US_ASCII);

    private final TickReader json = new TickReader();
    private final TradeDates dates = new TradeDates();
    private final RejectionLog log;
    private final Clock clock;
    private long bytes;

    EntryReader(RejectionLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Reads one entry into a batch.
     *
     * @param isGap whether it is of the stream of feed gaps
     * @param fields names and values in turn; null when the entry is pending and no longer in its stream
     */
    void read(boolean isGap, byte[] id, List<?> fields, Batch.Builder batch) {
        batch.acknowledge(isGap, id);
        bytes += size(fields);
        byte[] data = null;
        try {
            data = data(fields);
            if (data.length > MAX_DATA) {
                throw new MalformedEntryException("too large");
            }
            if (isGap) {
                batch.gap(FeedGapJson.read(data));
            } else {
                batch.tick(tick(id, data));
            }
        } catch (MalformedEntryException e) {
            reject(id, e.getMessage(), data, fields, batch);
        } catch (RuntimeException e) {
            // A fault of our own reading must cost one entry, not the stream.
            reject(id, "could not be read: " + e, data, fields, batch);
        }
    }

    /** Bytes of all entries that were read since this was asked for last. */
    long takeBytes() {
        long taken = bytes;
        bytes = 0;
        return taken;
    }

    private static int size(List<?> fields) {
        int size = 0;
        if (fields != null) {
            for (int i = 0; i < fields.size(); i++) {
                size += ((byte[]) fields.get(i)).length;
            }
        }
        return size;
    }

    private TickEntry tick(byte[] idText, byte[] data) throws MalformedEntryException {
        StreamId id = id(idText);
        if (id == null || !id.isPackable()) {
            throw new MalformedEntryException("the entry's ID does not fit into ticks.id");
        }
        Tick tick = json.read(data);
        long day = tick.exchangeTimeMicros();
        if (day == Tick.ABSENT) {
            day = tick.receivedAtMicros() != Tick.ABSENT ? tick.receivedAtMicros() : id.millis() * 1000;
        }
        return new TickEntry(id, tick, dates.of(day));
    }

    private static byte[] data(List<?> fields) throws MalformedEntryException {
        if (fields == null) {
            throw new MalformedEntryException("trimmed from the stream before it was read");
        }
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            if (Arrays.equals(DATA, (byte[]) fields.get(i))) {
                return (byte[]) fields.get(i + 1);
            }
        }
        throw new MalformedEntryException("no field named data");
    }

    private void reject(byte[] id, String reason, byte[] data, List<?> fields, Batch.Builder batch) {
        String streamId = new String(id, StandardCharsets.US_ASCII);
        byte[] payload = data != null ? data : join(fields);
        String stated = reason;
        if (payload.length > Rejection.MAX_PAYLOAD) {
            stated += " (" + payload.length + " bytes, of which the first " + Rejection.MAX_PAYLOAD + " are kept)";
            payload = Arrays.copyOf(payload, Rejection.MAX_PAYLOAD);
        }
        log.rejected(streamId, reason);
        batch.rejection(new Rejection(streamId, stated, payload, date(id)));
    }

    /** The date of an ID whose milliseconds can be a time; today's for any other. */
    private String date(byte[] idText) {
        StreamId id = id(idText);
        long millis = id == null || !id.isPackable() ? clock.millis() : id.millis();
        return dates.of(millis * 1000);
    }

    private static StreamId id(byte[] text) {
        try {
            return StreamId.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] join(List<?> fields) {
        if (fields == null) {
            return new byte[0];
        }
        byte[] joined = new byte[size(fields) + fields.size()];
        int at = 0;
        for (int i = 0; i < fields.size(); i++) {
            byte[] field = (byte[]) fields.get(i);
            System.arraycopy(field, 0, joined, at, field.length);
            at += field.length;
            joined[at++] = (byte) (i % 2 == 0 ? '=' : '\n');
        }
        return joined;
    }
}
