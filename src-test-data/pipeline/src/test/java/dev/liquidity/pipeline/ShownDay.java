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
import dev.liquidity.sandbox.support.RedisServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;

/**
 * A trading day of the sandbox's market, 09:15 to 15:30, small enough for a test: futures, spots and the options near
 * the money of two underlyings, and a gap of the feed from {@value #GAP_FROM} to {@value #GAP_TO}. The same each time.
 */
final class ShownDay {
    static final LocalDate DATE = LocalDate.of(2026, 10, 7);
    static final String FUTURE = "NIFTY26OCTFUT";
    static final String GAP_FROM = "11:20:05";
    static final String GAP_TO = "11:22:40";

    private static final int TICKS_A_SECOND = 2;
    private static final int SECONDS = 22_500;
    private static final int STRIKES = 15;
    private static final int FULL_PACKET = 184;

    private ShownDay() {}

    /** Stores the day by way of a journal. */
    static void store(Path journal, Path database) throws Exception {
        List<Listing> listings = listings();
        Instant opening = DATE.atTime(9, 15).atZone(Market.IST).toInstant();
        try (Journal open = Journal.open(journal);
                JournalWriter writer = new JournalWriter(open, new Counters())) {
            writer.append(new Arrival.Instruments(
                    listings.stream().map(Listings::instrument).toList()));
            write(listings, writer, opening);
        }
        new Rebuild(DATE, journal, InstantSource.fixed(opening), new StopSignal())
                .store(database.toString(), id -> true);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO feed_gaps (socket, from_time, to_time, reason, instruments)"
                    + " VALUES (1, '%1$sT%2$s.000000', '%1$sT%3$s.000000', 'the socket was silent', 40)"
                            .formatted(DATE, GAP_FROM, GAP_TO));
        }
    }

    /** Writes the keys of the nearest future as a receiver does. */
    static void publish(RedisServer redis, String price, double bid, double ask) {
        try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
            String time = DATE + "T15:29:59";
            jedis.hset(
                    "latest:" + FUTURE,
                    Map.of("last_price", price, "volume", "5", "oi", "7", "exchange_timestamp", time));
            String side = "[[%s,150,3],[%s,75,1]]";
            String depth = "depth:" + FUTURE + ":" + DATE;
            jedis.del(depth);
            jedis.zadd(
                    depth,
                    1,
                    "{\"buy\":" + side.formatted(bid, bid - 1) + ",\"sell\":" + side.formatted(ask, ask + 1) + "}");
        }
    }

    /** Those that tick most first. */
    private static List<Listing> listings() {
        List<Listing> all = SyntheticDump.of(DATE, 1).stream()
                .filter(listing -> listing.name().matches("(BANK)?NIFTY")
                        || listing.tradingsymbol().matches("NIFTY (50|BANK)"))
                .toList();
        List<Listing> chosen = new ArrayList<>(
                all.stream().filter(listing -> !listing.isOption()).toList());
        Map<String, Map<LocalDate, List<Listing>>> options = all.stream()
                .filter(Listing::isOption)
                .sorted(Comparator.comparingDouble(Listing::strike))
                .collect(Collectors.groupingBy(
                        Listing::name,
                        TreeMap::new,
                        Collectors.groupingBy(Listing::expiry, TreeMap::new, Collectors.toList())));
        options.values()
                .forEach(series -> series.values().stream()
                        .limit(3)
                        .forEach(listings -> chosen.addAll(
                                listings.subList(listings.size() / 2 - STRIKES, listings.size() / 2 + STRIKES + 1))));
        return chosen;
    }

    private static void write(List<Listing> listings, JournalWriter writer, Instant opening) throws IOException {
        try (Market market = new Market(new Dump(listings), 1, Clock.fixed(opening, Market.IST))) {
            List<Feed> feeds = listings.stream()
                    .map(listing -> market.feed(listing.token()))
                    .toList();
            Random random = new Random(1);
            byte[] packet = new byte[FULL_PACKET];
            for (int second = 0; second < SECONDS; second++) {
                market.step(1);
                long epochSecond = opening.getEpochSecond() + second;
                ByteBuffer frame = ByteBuffer.allocate(2 + TICKS_A_SECOND * (2 + FULL_PACKET));
                frame.putShort((short) TICKS_A_SECOND);
                for (int i = 0; i < TICKS_A_SECOND; i++) {
                    int at = (int) (feeds.size() * Math.pow(random.nextDouble(), 1.5));
                    int length = feeds.get(at).writeNext(packet, 0, FeedMode.FULL, epochSecond);
                    frame.putShort((short) length).put(packet, 0, length);
                }
                byte[] bytes = new byte[frame.position()];
                frame.flip().get(bytes);
                writer.append(new Arrival.Frame(1, EpochMicros.of(Instant.ofEpochSecond(epochSecond)), bytes));
            }
        }
    }
}
