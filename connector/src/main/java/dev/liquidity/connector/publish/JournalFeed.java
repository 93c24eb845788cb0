package dev.liquidity.connector.publish;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.journal.JournalReader;
import dev.liquidity.connector.wire.FrameDecoder;
import dev.liquidity.connector.wire.WireFaults;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the journal's records into the commands of batches: decodes frames with the instruments that the journal names, passes over what is
 * stored, counts what is in the stream, and adds what is not. Serves one thread.
 */
final class JournalFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFeed.class);
    private static final int BATCH_TICKS = 500;
    private static final int RECENT_GAPS = 500;

    /** A tick with its packed ID. */
    private record Decoded(long id, Tick tick) {}

    private final JournalReader reader;
    private final FrameDecoder decoder;
    private final WireFaults faults;
    private final StreamCommands commands;
    private final Unstored unstored;
    private final int maxUnstored;
    private final TickWriter json = new TickWriter();

    private final JournaledInstruments instruments = new JournaledInstruments();

    /** The date for which these instruments were published since {@link #seek}; null when they were not. */
    private LocalDate publishedFor;

    private final List<Decoded> frame = new ArrayList<>();
    private final NavigableMap<Long, byte[]> recentGaps = new TreeMap<>();

    private StreamBatch batch;
    private int nextInFrame;
    private int frameBytes;
    private long frameArrivedAtMicros;
    private long countedUpTo;
    private long addedUpTo;
    private StreamId firstInStream;
    private long lastCounted;
    private Tick lastCountedTick;

    /**
     * @param maxUnstored how many ticks may be in the stream and not stored
     */
    JournalFeed(Journal journal, StreamCommands commands, Unstored unstored, int maxUnstored, WireFaults faults) {
        this.commands = commands;
        this.unstored = unstored;
        this.maxUnstored = maxUnstored;
        reader = new JournalReader(journal);
        decoder = new FrameDecoder(Map.of(), faults);
        this.faults = faults;
    }

    /**
     * Goes back to the first tick that is not stored.
     *
     * @param storedUpTo what is not above it is passed over
     * @param top the stream's last ID: what is not above it is only counted
     * @param firstInStream the stream's first entry above {@code storedUpTo}; null without any
     */
    void seek(StreamId storedUpTo, StreamId top, StreamId firstInStream) throws IOException {
        unstored.clear();
        countedUpTo = storedUpTo.pack();
        addedUpTo = Math.max(countedUpTo, top.pack());
        this.firstInStream = firstInStream;
        lastCounted = 0;
        lastCountedTick = null;
        publishedFor = null;
        frame.clear();
        nextInFrame = 0;
        reader.seek(storedUpTo);
    }

    /** Adds the latest gaps once more, to a stream that may have forgotten them; one that has not passes over them. */
    void addRecentGaps(StreamBatch to) {
        recentGaps.forEach((id, gap) -> to.addOther(commands.gap(id, gap)));
    }

    /**
     * Fills a batch, up to its size, the journal's end, or as many ticks as may be in the stream.
     *
     * @throws StreamDamagedException when ticks that must be in the stream are not
     */
    void fill(StreamBatch into) throws IOException, StreamDamagedException {
        batch = into;
        while (drainFrame() && reader.next()) {
            switch (reader.kind()) {
                case FRAME -> decodeFrame();
                case INSTRUMENTS -> takeInstruments();
                case GAP -> takeGap();
                case UNKNOWN -> LOG.warn("The journal has a record of a kind that this version does not know");
            }
        }
    }

    /** The packed ID of the last tick that was taken to be in the stream; 0 for none since {@link #seek}. */
    long lastCounted() {
        return lastCounted;
    }

    /** What the entry of {@link #lastCounted} holds if it is this journal's. */
    byte[] lastCountedJson() {
        return json.write(lastCountedTick);
    }

    /**
     * What the entry of an ID holds if it is this journal's. To be followed by {@link #seek}.
     *
     * @return null when the journal has no tick of this ID
     */
    byte[] jsonOf(StreamId id) throws IOException {
        long wanted = id.pack();
        byte[][] found = new byte[1][];
        reader.seek(id);
        while (found[0] == null && reader.next()) {
            if (reader.kind() == JournalReader.Kind.INSTRUMENTS) {
                useInstruments();
            } else if (reader.kind() == JournalReader.Kind.FRAME && reader.lastId() >= wanted) {
                if (reader.firstId() > wanted) {
                    return null;
                }
                faults.lookAgain();
                decoder.decode(
                        reader.bytes(),
                        reader.payloadOffset(),
                        reader.payloadLength(),
                        reader.arrivedAtMicros(),
                        (packet, tick) -> {
                            if (reader.firstId() + packet == wanted) {
                                found[0] = json.write(tick);
                            }
                        });
            }
        }
        return found[0];
    }

    /** Whether it stopped because the stream may hold no more. */
    boolean isWaitingForRoom() {
        return nextInFrame < frame.size() && unstored.ticks() >= maxUnstored;
    }

    /** Waits until there may be more in the journal. */
    void await(long millis) throws InterruptedException {
        reader.await(millis);
    }

    /** Bytes of the journal that no batch has yet. */
    long bytesBehind() {
        return reader.bytesBehind() + (nextInFrame < frame.size() ? frameBytes : 0);
    }

    private void decodeFrame() {
        frame.clear();
        nextInFrame = 0;
        if (reader.lastId() > countedUpTo) {
            frameArrivedAtMicros = reader.arrivedAtMicros();
            frameBytes = reader.payloadLength();
            faults.begin(reader.lastId());
            decoder.decode(
                    reader.bytes(),
                    reader.payloadOffset(),
                    frameBytes,
                    frameArrivedAtMicros,
                    (packet, tick) -> frame.add(new Decoded(reader.firstId() + packet, tick)));
        }
    }

    /**
     * Takes what is left of the frame at hand.
     *
     * @return false when the batch, or the stream, is full before the frame's end
     */
    private boolean drainFrame() throws StreamDamagedException {
        for (; nextInFrame < frame.size(); nextInFrame++) {
            Decoded decoded = frame.get(nextInFrame);
            if (decoded.id() > countedUpTo && !take(decoded.id(), decoded.tick())) {
                return false;
            }
        }
        return true;
    }

    private boolean take(long id, Tick tick) throws StreamDamagedException {
        if (id > addedUpTo) {
            if (batch.ticks() >= BATCH_TICKS || unstored.ticks() >= maxUnstored) {
                return false;
            }
            json.encode(tick);
            commands.addTick(batch.commands(), id, json);
            batch.addedTick(id, frameArrivedAtMicros);
            addedUpTo = id;
        } else if (isMissingInStream(id)) {
            throw new StreamDamagedException();
        } else {
            lastCounted = id;
            lastCountedTick = tick;
        }
        unstored.add(id);
        countedUpTo = id;
        return true;
    }

    /** A Redis that was emptied has forgotten the gaps, too, however well the ticks after them are stored. */
    private void takeGap() {
        byte[] json = payload();
        recentGaps.put(reader.firstId(), json);
        if (recentGaps.size() > RECENT_GAPS) {
            recentGaps.pollFirstEntry();
        }
        batch.addOther(commands.gap(reader.firstId(), json));
    }

    /**
     * Only the first tick is looked for, and the last one by who asks for {@link #lastCounted}: a stream loses its beginning or its end, never
     * its middle, since a batch is added whole or not at all.
     */
    private boolean isMissingInStream(long id) {
        return unstored.ticks() == 0 && (firstInStream == null || firstInStream.compareTo(StreamId.unpack(id)) > 0);
    }

    /** Each file of the journal has them; Redis is given them once, but keeps them for as long as there are files. */
    private void takeInstruments() {
        useInstruments();
        LocalDate date = Ist.date(reader.arrivedAtMicros());
        if (!instruments.byToken().isEmpty()) {
            if (!date.equals(publishedFor)) {
                commands.addInstruments(batch, instruments.byToken().values(), date);
                publishedFor = date;
            }
            commands.keepInstruments(batch, date);
        }
    }

    private void useInstruments() {
        if (instruments.take(reader.bytes(), reader.payloadOffset(), reader.payloadLength())) {
            decoder.useInstruments(instruments.byToken());
            publishedFor = null;
        }
    }

    private byte[] payload() {
        return Arrays.copyOfRange(
                reader.bytes(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** The stream lacks ticks that are below its last ID and not stored: another program deleted, trimmed or overtook them. */
    static final class StreamDamagedException extends Exception {
        StreamDamagedException() {
            super("the stream lost ticks that are not stored");
        }
    }
}
