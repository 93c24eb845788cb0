package dev.liquidity.receiver.store;

import dev.liquidity.common.market.Ist;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.common.stream.StreamId;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.common.wire.FrameDecoder;
import dev.liquidity.common.wire.WireFaults;
import dev.liquidity.receiver.batch.DayInstruments;
import dev.liquidity.receiver.batch.TickEntry;
import dev.liquidity.sandbox.market.Dump;
import dev.liquidity.sandbox.market.Feed;
import dev.liquidity.sandbox.market.FeedMode;
import dev.liquidity.sandbox.market.Listing;
import dev.liquidity.sandbox.market.Market;
import dev.liquidity.sandbox.market.SyntheticDump;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A trading day of the sandbox's market, 09:15 to 15:30, written by the receiver's own store: options, futures and
 * spots of NIFTY and BANKNIFTY, most ticks at the open and the close, and a gap on a third of the instruments. The same
 * each time.
 */
public final class SampleDay {
    /** From when to when one of the three sockets is silent. */
    public static final String GAP_FROM = "11:20:05";

    public static final String GAP_TO = "11:22:40";

    private static final int SECONDS = 22_500;
    private static final int STEPS_A_SECOND = 2;
    private static final int TICKS_A_COMMIT = 50_000;
    private static final long SEED = 7;
    private static final Set<String> UNDERLYINGS = Set.of("NIFTY", "BANKNIFTY");
    private static final Set<String> SPOTS = Set.of("NIFTY 50", "NIFTY BANK");

    private final TickDatabase database;
    private final LocalDate date;
    private final long open;
    private final Market market;
    private final List<Feed> feeds = new ArrayList<>();
    private final FrameDecoder decoder;
    private final Random random = new Random(SEED);
    private final byte[] frame = new byte[1024];
    private Part part = new Part();
    private double now;

    private SampleDay(TickDatabase database, LocalDate date, int strikesASide) {
        this.database = database;
        this.date = date;
        open = date.atTime(9, 15).atZone(Ist.ZONE).toEpochSecond();
        List<Listing> dump = SyntheticDump.of(date, SEED);
        market = new Market(new Dump(dump), SEED, new Clock() {
            @Override
            public ZoneId getZone() {
                return Ist.ZONE;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli((long) ((open + now) * 1000));
            }
        });
        Map<Long, Instrument> instruments = new HashMap<>();
        for (Listing listing : chosen(dump, strikesASide)) {
            instruments.put(listing.token(), instrument(listing));
            feeds.add(market.feed(listing.token()));
        }
        decoder = new FrameDecoder(instruments, new WireFaults(new Counters()));
        part.instruments().add(new DayInstruments(date.toString(), List.copyOf(instruments.values())));
        part.gaps()
                .add(new FeedGap(
                        1,
                        date.atTime(LocalTime.parse(GAP_FROM)).atZone(Ist.ZONE).toInstant(),
                        date.atTime(LocalTime.parse(GAP_TO)).atZone(Ist.ZONE).toInstant(),
                        "the socket was silent",
                        feeds.size() / 3));
    }

    /**
     * Adds a day to a file, which is created if it is not there.
     *
     * @param ticks about how many
     * @param strikesASide of the money, of each expiry
     */
    public static void write(Path file, LocalDate date, int ticks, int strikesASide) throws SQLException {
        TickDatabase database = TickDatabase.open(file);
        try {
            new SampleDay(database, date, strikesASide).run(ticks);
        } finally {
            database.close();
        }
    }

    /** The file, the date, and about how many ticks. */
    public static void main(String[] args) throws SQLException {
        write(Path.of(args[0]), LocalDate.parse(args[1]), Integer.parseInt(args[2]), 1000);
    }

    /** Two weekly and two monthly expiries. */
    private static List<Listing> chosen(List<Listing> dump, int strikesASide) {
        Map<String, Set<LocalDate>> expiries = new HashMap<>();
        for (String name : UNDERLYINGS) {
            TreeSet<LocalDate> all = new TreeSet<>();
            dump.stream()
                    .filter(row -> row.isOption() && row.name().equals(name))
                    .forEach(row -> all.add(row.expiry()));
            Map<YearMonth, LocalDate> monthly = new TreeMap<>();
            all.forEach(day -> monthly.put(YearMonth.from(day), day));
            Set<LocalDate> chosen =
                    new HashSet<>(monthly.values().stream().limit(2).toList());
            all.stream().filter(day -> !monthly.containsValue(day)).limit(2).forEach(chosen::add);
            expiries.put(name, chosen);
        }
        Map<String, Integer> places = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        dump.stream()
                .filter(Listing::isOption)
                .forEach(row -> counts.merge(row.name() + row.expiry(), 1, Integer::sum));
        List<Listing> rows = new ArrayList<>();
        for (Listing row : dump) {
            boolean isOption = row.isOption() && UNDERLYINGS.contains(row.name());
            if (isOption) {
                String series = row.name() + row.expiry();
                int place = places.merge(series, 1, Integer::sum) / 2 - counts.get(series) / 4;
                isOption = expiries.get(row.name()).contains(row.expiry()) && Math.abs(place) <= strikesASide;
            }
            boolean isFuture = row.type().equals("FUT") && UNDERLYINGS.contains(row.name());
            if (isOption || isFuture || SPOTS.contains(row.tradingsymbol())) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static Instrument instrument(Listing row) {
        return new Instrument(
                row.token(),
                row.exchange(),
                row.tradingsymbol(),
                row.name(),
                row.expiry(),
                BigDecimal.valueOf(row.strike()),
                BigDecimal.valueOf(row.tickSize()),
                row.lotSize(),
                row.type(),
                row.segment());
    }

    private void run(int ticks) throws SQLException {
        double natural = feeds.stream().mapToDouble(Feed::ticksPerSecond).sum();
        double total = 0;
        for (int second = 0; second < SECONDS; second++) {
            total += activity(second) * natural;
        }
        double[] due = new double[feeds.size()];
        for (int step = 0; step < SECONDS * STEPS_A_SECOND; step++) {
            now = (double) step / STEPS_A_SECOND;
            market.step(1.0 / STEPS_A_SECOND);
            List<Feed> moving = new ArrayList<>();
            for (int i = 0; i < due.length; i++) {
                Feed feed = feeds.get(i);
                due[i] += feed.ticksPerSecond()
                        * activity(now)
                        * ticks
                        / total
                        / STEPS_A_SECOND
                        * (0.2 + 1.6 * random.nextDouble());
                for (; due[i] >= 1; due[i]--) {
                    moving.add(feed);
                }
            }
            emit(moving);
        }
        flush();
    }

    /** More at the open and at the close. */
    private static double activity(double second) {
        return 1 + 2 * Math.exp(-second / 900) + Math.exp((second - SECONDS) / 900);
    }

    private void emit(List<Feed> moving) throws SQLException {
        String time = Ist.format((open + (long) now) * 1_000_000).substring(11);
        boolean isGap = time.compareTo(GAP_FROM) >= 0 && time.compareTo(GAP_TO) < 0;
        long millis = (long) ((open + now) * 1000);
        int sequence = 0;
        for (Feed feed : moving) {
            int length = feed.writeNext(frame, 4, FeedMode.FULL, open + (long) now);
            if (isGap && feed.listing().token() / 256 % 3 == 1) {
                continue;
            }
            frame[1] = 1;
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
            long arrival = millis + 40 + (long) sequence * 400 / moving.size();
            StreamId id = new StreamId(arrival, sequence++);
            decoder.decode(
                    frame,
                    0,
                    length + 4,
                    arrival * 1000,
                    (packet, tick) ->
                            part.ticks().add(new TickEntry(id, tick, tick.exchangeTimeMicros(), date.toString())));
        }
        if (part.ticks().size() >= TICKS_A_COMMIT) {
            flush();
        }
    }

    private void flush() throws SQLException {
        database.insert(part, false);
        database.commit();
        part = new Part();
    }
}
