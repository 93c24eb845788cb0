package dev.liquidity.pipeline;

import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.connector.journal.Journal;
import dev.liquidity.connector.journal.JournalWriter;
import dev.liquidity.connector.queue.Arrival;
import dev.liquidity.receiver.store.Rebuild;
import dev.liquidity.sandbox.market.Dump;
import dev.liquidity.sandbox.market.Feed;
import dev.liquidity.sandbox.market.FeedMode;
import dev.liquidity.sandbox.market.Listing;
import dev.liquidity.sandbox.market.Market;
import dev.liquidity.sandbox.market.SyntheticDump;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A trading day of the sandbox's market from 09:15 to 15:30, recorded in a moment, and how often each instrument
 * ticked. Not thread-safe.
 */
final class MonthDay {
    private static final int PACKETS_A_FRAME = 20;
    private static final int FULL_PACKET = 184;
    private static final long SESSION_MICROS = 375L * 60 * 1_000_000;

    private final LocalDate date;
    private final List<Listing> listings;
    private final long[] sent;
    private final long[] volumes;

    MonthDay(LocalDate date, int instruments) {
        this.date = date;
        listings = SyntheticDump.of(date, 1).stream()
                .filter(listing -> listing.name().matches("(BANK|FIN)?NIFTY")
                        || listing.tradingsymbol().equals("NIFTY 50"))
                .limit(instruments)
                .toList();
        sent = new long[listings.size()];
        volumes = new long[listings.size()];
    }

    LocalDate date() {
        return date;
    }

    /** Records a day in a journal, and stores it. */
    void record(Path journal, Path database, int ticks) throws Exception {
        Instant opening = date.atTime(LocalTime.of(9, 15)).atZone(Market.IST).toInstant();
        try (Journal open = Journal.open(journal);
                JournalWriter writer = new JournalWriter(open, new Counters())) {
            writer.append(new Arrival.Instruments(
                    listings.stream().map(Listings::instrument).toList()));
            write(writer, EpochMicros.of(opening), ticks);
        }
        new Rebuild(date, journal, InstantSource.fixed(opening), new StopSignal())
                .store(database.toString(), id -> true);
    }

    private void write(JournalWriter writer, long openingMicros, int ticks) throws IOException {
        Clock clock = Clock.fixed(date.atStartOfDay(Market.IST).toInstant(), Market.IST);
        try (Market market = new Market(new Dump(listings), 1, clock)) {
            List<Feed> feeds = listings.stream()
                    .map(listing -> market.feed(listing.token()))
                    .toList();
            Random random = new Random(date.toEpochDay());
            byte[] packet = new byte[FULL_PACKET];
            ByteBuffer frame = ByteBuffer.allocate(2 + PACKETS_A_FRAME * (2 + FULL_PACKET));
            for (int i = 0; i < ticks; ) {
                long micros = openingMicros + SESSION_MICROS * i / ticks;
                int packets = Math.min(PACKETS_A_FRAME, ticks - i);
                frame.clear().putShort((short) packets);
                for (; packets > 0; packets--, i++) {
                    // Few of them tick often.
                    int at = (int) (feeds.size() * random.nextDouble() * random.nextDouble());
                    int length = feeds.get(at).writeNext(packet, 0, FeedMode.FULL, micros / 1_000_000);
                    frame.putShort((short) length).put(packet, 0, length);
                    sent[at]++;
                    volumes[at] +=
                            length == FULL_PACKET ? ByteBuffer.wrap(packet).getInt(16) & 0xffff_ffffL : 0;
                }
                writer.append(new Arrival.Frame(1, micros, Arrays.copyOf(frame.array(), frame.position())));
            }
        }
    }

    /** Of each symbol that ticked, its ticks and the sum of their volumes. */
    Map<String, List<Long>> sent() {
        Map<String, List<Long>> bySymbol = new TreeMap<>();
        for (int i = 0; i < sent.length; i++) {
            if (sent[i] > 0) {
                bySymbol.put(listings.get(i).tradingsymbol(), List.of(sent[i], volumes[i]));
            }
        }
        return bySymbol;
    }
}
