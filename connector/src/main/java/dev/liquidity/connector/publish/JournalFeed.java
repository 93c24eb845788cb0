package dev.liquidity.connector.publish;

import dev.liquidity.common.stream.InstrumentJson;
import dev.liquidity.common.stream.MalformedEntryException;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickJson;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.tick.Tick;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.journal.JournalReader;
import dev.liquidity.connector.wire.FrameDecoder;
import dev.liquidity.connector.wire.WireFaults;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the journal's records into the commands of batches: decodes frames with the instruments that the journal names, passes over what is
 * stored, counts what is in the stream, and adds what is not. Serves one thread.
 */
final class JournalFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFeed.class);
    private static final int BATCH_TICKS = 500;

    private final JournalReader reader;
    private final FrameDecoder decoder;
    private final StreamCommands commands;
    private final Unstored unstored;
    private final int maxUnstored;
    private final TickJson json = new TickJson();

    private StreamBatch batch;
    private boolean isFull;
    private long countedUpTo;
    private long addedUpTo;
    private StreamId firstInStream;
    private boolean isDamaged;

    /**
     * @param maxUnstored how many ticks may be in the stream and not stored
     */
    JournalFeed(Journal journal, StreamCommands commands, Unstored unstored, int maxUnstored, WireFaults faults) {
        this.commands = commands;
        this.unstored = unstored;
        this.maxUnstored = maxUnstored;
        reader = new JournalReader(journal);
        decoder = new FrameDecoder(Map.of(), faults);
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
        isDamaged = false;
        reader.seek(storedUpTo);
    }

    /**
     * Fills a batch, up to its size, the journal's end, or as many ticks as may be in the stream.
     *
     * @throws StreamDamagedException when ticks that must be in the stream are not
     */
    void fill(StreamBatch into) throws IOException, StreamDamagedException {
        batch = into;
        isFull = false;
        while (!isFull && !isDamaged && reader.next()) {
            switch (reader.kind()) {
                case FRAME -> {
                    if (reader.lastId() > countedUpTo) {
                        decoder.decode(
                                reader.bytes(),
                                reader.payloadOffset(),
                                reader.payloadLength(),
                                reader.arrivedAtMicros(),
                                this::take);
                    }
                    if (isFull) {
                        reader.hold();
                    }
                }
                case INSTRUMENTS -> takeInstruments();
                case GAP -> batch.addOther(commands.gap(reader.firstId(), payload()));
                case UNKNOWN -> LOG.warn("The journal has a record of a kind that this version does not know");
            }
        }
        if (isDamaged) {
            throw new StreamDamagedException();
        }
    }

    /** Whether it stopped because the stream may hold no more. */
    boolean isWaitingForRoom() {
        return isFull && unstored.ticks() >= maxUnstored;
    }

    /** Waits until there may be more in the journal. */
    void await(long millis) throws InterruptedException {
        reader.await(millis);
    }

    /** Bytes of the journal that no batch has yet. */
    long bytesBehind() {
        return reader.bytesBehind();
    }

    private void take(int packet, Tick tick) {
        long id = reader.firstId() + packet;
        if (isFull || isDamaged || id <= countedUpTo) {
            return;
        }
        if (id > addedUpTo) {
            if (batch.ticks() >= BATCH_TICKS || unstored.ticks() >= maxUnstored) {
                isFull = true;
                return;
            }
            batch.addTick(commands.tick(id, json.write(tick)), id, reader.arrivedAtMicros());
            addedUpTo = id;
        } else if (isMissingInStream(id)) {
            isDamaged = true;
            return;
        }
        unstored.add(id);
        countedUpTo = id;
    }

    /** Only the first tick is looked for: a stream loses its beginning or its end, never its middle. */
    private boolean isMissingInStream(long id) {
        return unstored.ticks() == 0 && (firstInStream == null || firstInStream.compareTo(StreamId.unpack(id)) > 0);
    }

    private void takeInstruments() {
        Map<Long, Instrument> byToken = new HashMap<>();
        byte[] lines = payload();
        int start = 0;
        for (int end = 0; end < lines.length; end++) {
            if (lines[end] == '\n') {
                try {
                    Instrument instrument = InstrumentJson.read(Arrays.copyOfRange(lines, start, end));
                    byToken.put(instrument.token(), instrument);
                } catch (MalformedEntryException e) {
                    LOG.error("The journal has an instrument that can't be read: its ticks will not be known", e);
                }
                start = end + 1;
            }
        }
        decoder.useInstruments(byToken);
        commands.addInstruments(batch, byToken.values(), reader.arrivedAtMicros());
    }

    private byte[] payload() {
        return Arrays.copyOfRange(
                reader.bytes(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** The stream lacks ticks that are below its last ID and not stored: its key was deleted or trimmed by another. */
    static final class StreamDamagedException extends Exception {
        StreamDamagedException() {
            super("the stream lost ticks that are not stored");
        }
    }
}
