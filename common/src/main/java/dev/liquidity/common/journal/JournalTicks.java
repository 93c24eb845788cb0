package dev.liquidity.common.journal;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.FeedGapJson;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.common.wire.FrameDecoder;
import dev.liquidity.common.wire.WireFaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Iterates over what the journal holds: the ticks of one frame after the other, decoded with the instruments that the
 * journal names, the gaps, and the instruments themselves. A damaged place of the journal becomes a gap. Not
 * thread-safe.
 */
public final class JournalTicks implements AutoCloseable {
    /** What the reason of a gap begins with that a damaged place of the journal became. */
    public static final String DAMAGED = "the journal is damaged";

    private static final Logger LOG = LoggerFactory.getLogger(JournalTicks.class);

    /** What {@link #next} has found. */
    public enum Kind {
        TICKS,
        INSTRUMENTS,
        GAP
    }

    private final JournalReader reader;
    private final WireFaults faults;
    private final FrameDecoder decoder;
    private final Counters.Counter damagedRecords;
    private final JournaledInstruments instruments = new JournaledInstruments();
    private final List<Tick> ticks = new ArrayList<>();
    private long[] ids = new long[512];
    private long lastId;

    private Kind kind;
    private long skippedUpTo;
    private byte[] gap;
    private long gapId;

    private long lastDamagedId;
    private boolean isRecordPending;

    public JournalTicks(JournalFiles journal, Counters counters) {
        reader = new JournalReader(journal);
        faults = new WireFaults(counters);
        decoder = new FrameDecoder(Map.of(), faults);
        damagedRecords = counters.faults("damaged_records", "records of the journal that were damaged and lost");
    }

    /**
     * Goes to the file that has the tick after the given one. Frames that end at or before the given ID come without
     * their ticks; gaps and instruments of this file come again.
     */
    public void seek(StreamId after) throws IOException {
        reader.seek(after);
        skippedUpTo = after.pack();
        ticks.clear();
        isRecordPending = false;
    }

    /** True if the journal gave this ID to a packet of a frame. Call {@link #seek} before the next {@link #next}. */
    public boolean gave(StreamId id) throws IOException {
        reader.seek(id.previous());
        while (reader.next()) {
            if (reader.record().kind() == RecordLayout.FRAME && reader.record().lastId() >= id.pack()) {
                return reader.record().firstId() <= id.pack();
            }
        }
        return false;
    }

    /**
     * Goes on to the next frame, gap or instruments.
     *
     * @return false at the journal's present end
     */
    public boolean next() throws IOException {
        if (!isRecordPending && !reader.next()) {
            return false;
        }
        ticks.clear();
        isRecordPending = reader.damaged() > 0;
        if (isRecordPending) {
            endDamage();
        } else {
            take();
        }
        return true;
    }

    /** What there is now. */
    public Kind kind() {
        return kind;
    }

    /** How many ticks the frame has: 0 if it was skipped, or if no packet could be read. */
    public int count() {
        return ticks.size();
    }

    /** A tick of the frame. */
    public Tick tick(int index) {
        return ticks.get(index);
    }

    /** The packed ID of a tick of the frame. */
    public long id(int index) {
        return ids[index];
    }

    /** The packed ID of the last packet of the frame, or of what a damaged place can have lost. */
    public long lastId() {
        return lastId;
    }

    /** The gap as JSON. */
    public byte[] gap() {
        return gap;
    }

    /** The gap's packed ID: always the same for the same gap. */
    public long gapId() {
        return gapId;
    }

    /** The instruments in force, by token: the same map as long as they are the same. */
    public Map<Long, Instrument> instruments() {
        return instruments.byToken();
    }

    /** When the frame arrived, or the first frame after the instruments: microseconds since the epoch. */
    public long arrivedAtMicros() {
        return reader.record().arrivedAtMicros();
    }

    /** When the last record that was read arrived; 0 before the first. */
    public long lastArrivedAtMicros() {
        return reader.lastArrivedAtMicros();
    }

    /** Bytes of the frame at hand. */
    public int frameBytes() {
        return reader.record().payloadLength();
    }

    /** Bytes of the journal behind the record at hand. */
    public long bytesBehind() {
        return reader.bytesBehind();
    }

    /** Waits for more to be journaled. */
    public void await(long millis) throws InterruptedException {
        reader.await(millis);
    }

    private void take() {
        switch (reader.record().kind()) {
            case RecordLayout.FRAME -> decode();
            case RecordLayout.INSTRUMENTS -> {
                kind = Kind.INSTRUMENTS;
                if (instruments.take(
                        reader.record().bytes(),
                        reader.record().payloadOffset(),
                        reader.record().payloadLength())) {
                    decoder.useInstruments(instruments.byToken());
                }
            }
            case RecordLayout.GAP -> {
                kind = Kind.GAP;
                gapId = reader.record().firstId();
                gap = Arrays.copyOfRange(
                        reader.record().bytes(),
                        reader.record().payloadOffset(),
                        reader.record().payloadOffset() + reader.record().payloadLength());
            }
            default -> {
                LOG.warn("The journal has a record of a kind that this version does not know");
                kind = Kind.TICKS;
            }
        }
    }

    private void decode() {
        kind = Kind.TICKS;
        if (reader.record().lastId() > skippedUpTo) {
            if (reader.record().tickCount() > ids.length) {
                ids = new long[reader.record().tickCount()];
            }
            long firstId = reader.record().firstId();
            lastId = reader.record().lastId();
            faults.begin(lastId);
            decoder.decode(
                    reader.record().bytes(),
                    reader.record().payloadOffset(),
                    reader.record().payloadLength(),
                    reader.record().arrivedAtMicros(),
                    (packet, tick) -> {
                        ids[ticks.size()] = firstId + packet;
                        ticks.add(tick);
                    });
        }
    }

    /** Makes a gap of the damaged place, which reaches from the good record before it to the one after it. */
    private void endDamage() {
        int damaged = reader.damaged();
        kind = Kind.GAP;
        gapId = reader.damagedId();
        lastId = reader.record().firstId() - 1;
        gap = FeedGapJson.write(new FeedGap(
                0,
                EpochMicros.toInstant(reader.damagedSinceMicros()),
                EpochMicros.toInstant(
                        Math.max(reader.damagedSinceMicros(), reader.record().arrivedAtMicros())),
                DAMAGED + ": " + damaged + (damaged == 1 ? " record is lost" : " records are lost"),
                instruments.byToken().size()));
        if (gapId > lastDamagedId) {
            lastDamagedId = gapId;
            damagedRecords.add(damaged);
        }
        reader.forgetDamage();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
