package dev.liquidity.connector.publish;

import dev.liquidity.common.journal.JournalTicks;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.stream.TickWriter;
import dev.liquidity.common.tick.Instrument;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Fills batches with what comes from the journal: ticks as {@link StreamCursor} decides, and all gaps and instruments.
 * Not thread-safe: used by the publisher thread only.
 */
final class TickFeed {
    private static final int BATCH_TICKS = 500;
    private static final int RECENT_GAPS = 500;

    /** What ended the filling of a batch. */
    enum Filled {
        /** The batch is full. A frame is never split, so that the stream's top is a frame's last ID. */
        BATCH,
        /** The journal's present end. */
        JOURNAL,
        /** As {@link StreamCursor.Decision}. */
        WAIT,
        ASK,
        MISSING
    }

    private final JournalTicks ticks;
    private final StreamCursor cursor;
    private final StreamCommands commands;
    private final TickWriter json = new TickWriter();
    private final NavigableMap<Long, byte[]> recentGaps = new TreeMap<>();
    private Map<Long, Instrument> publishedInstruments;
    private LocalDate publishedDate;

    /** The next tick of the frame at hand. */
    private int index;

    TickFeed(JournalTicks ticks, StreamCursor cursor, StreamCommands commands) {
        this.ticks = ticks;
        this.cursor = cursor;
        this.commands = commands;
    }

    /**
     * Goes back to the first tick that is not stored. A Redis that was emptied has forgotten gaps and instruments, too:
     * they are added again.
     */
    void begin(StreamId stored, StreamBatch batch) throws IOException {
        ticks.seek(stored);
        index = 0;
        publishedInstruments = null;
        recentGaps.forEach((id, gap) -> batch.addOther(commands.gap(id, gap)));
    }

    Filled fill(StreamBatch batch) throws IOException {
        while (true) {
            for (; index < ticks.count(); index++) {
                long id = ticks.id(index);
                switch (cursor.decide(id, ticks.lastId())) {
                    case SKIP, COUNT -> {}
                    case ADD -> {
                        json.encode(ticks.tick(index));
                        commands.addTick(batch.commands(), id, json);
                        batch.addedTick(id);
                    }
                    case WAIT -> {
                        return Filled.WAIT;
                    }
                    case ASK -> {
                        return Filled.ASK;
                    }
                    case MISSING -> {
                        return Filled.MISSING;
                    }
                }
            }
            if (batch.ticks() >= BATCH_TICKS) {
                return Filled.BATCH;
            }
            if (!ticks.next()) {
                return Filled.JOURNAL;
            }
            index = 0;
            switch (ticks.kind()) {
                case TICKS -> {}
                case INSTRUMENTS -> addInstruments(batch);
                case GAP -> addGap(batch);
            }
        }
    }

    /**
     * Each file of the journal has the instruments; Redis gets them once, and keeps them as long as there are files of
     * their day.
     */
    private void addInstruments(StreamBatch batch) {
        LocalDate date = Ist.date(ticks.arrivedAtMicros());
        if (!ticks.instruments().isEmpty()) {
            if (ticks.instruments() != publishedInstruments || !date.equals(publishedDate)) {
                commands.addInstruments(batch, ticks.instruments().values(), date);
                publishedInstruments = ticks.instruments();
                publishedDate = date;
            }
            commands.keepInstruments(batch, date);
        }
    }

    private void addGap(StreamBatch batch) {
        recentGaps.put(ticks.gapId(), ticks.gap());
        if (recentGaps.size() > RECENT_GAPS) {
            recentGaps.pollFirstEntry();
        }
        batch.addOther(commands.gap(ticks.gapId(), ticks.gap()));
    }

    /** Bytes of the journal that no batch has yet. */
    long bytesBehind() {
        return ticks.bytesBehind() + (index < ticks.count() ? ticks.frameBytes() : 0);
    }
}
