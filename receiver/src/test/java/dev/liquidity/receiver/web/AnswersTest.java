package dev.liquidity.receiver.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.receiver.Database;
import dev.liquidity.receiver.archive.Archive;
import dev.liquidity.receiver.liquidity.Measure;
import dev.liquidity.receiver.store.SampleDay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers of a day are those that plain SQL finds in its ticks. */
class AnswersTest {
    private static final LocalDate DATE = LocalDate.parse("2026-11-25");
    private static final String EXPIRY = "2026-12-01";
    private static final String FUTURE = "NIFTY26DECFUT";
    private static final String DAY = "trade_date = '2026-11-25'";
    private static final String IS_QUOTE =
            " AND bid_price_0 > 0 AND bid_quantity_0 > 0 AND ask_quantity_0 > 0 AND ask_price_0 >= bid_price_0";
    private static final String BPS = "20000.0 * (ask_price_0 - bid_price_0) / (ask_price_0 + bid_price_0)";
    private static final double CLOSE = 0.0001;

    @TempDir
    private static Path directory;

    private static Path file;
    private static Site site;

    @BeforeAll
    static void fill() throws Exception {
        file = directory.resolve("ticks.db");
        SampleDay.write(file, DATE, 60_000, 6);
        site = new Site(file, Site.noRedis());
    }

    @AfterAll
    static void close() throws Exception {
        site.close();
    }

    private static String sql(String query) throws SQLException {
        return new Database(file).value(query);
    }

    private static double number(String query) throws SQLException {
        return Double.parseDouble(sql(query));
    }

    private static String ask(String name, String rest) throws Exception {
        return site.answer("/api/" + name + "?date=" + DATE + rest);
    }

    /** In a minute, by the exchange's time. */
    private static String in(String minute) {
        return DAY + " AND substr(exchange_timestamp, 12, 5) = '" + minute + "'";
    }

    @Test
    void datesAreThoseOfTheDatabase() throws Exception {
        String dates = site.answer("/api/dates");
        assertEquals("[\"2026-11-25\"]", Site.value(dates, "$.dates"));
        assertEquals("2026-11-25", Site.value(dates, "$.today"));
        assertEquals("false", Site.value(dates, "$.isRecording"));
        assertTrue(Site.value(dates, "$.redis").contains("Redis"), dates);
    }

    @Test
    void measuresAreAllOfThem() throws Exception {
        String measures = site.answer("/api/measures");
        assertEquals(Measure.ALL.size(), (int) Double.parseDouble(Site.expression(measures, "json_array_length(j)")));
        assertEquals(Measure.ALL.get(5).meaning(), Site.value(measures, "$[5].meaning"));
        assertEquals(Measure.ALL.get(5).unit(), Site.value(measures, "$[5].unit"));
    }

    @Test
    void aDayHasItsMinutesAndUnderlyings() throws Exception {
        String day = ask("day", "");
        assertEquals(
                sql("SELECT group_concat(m) FROM (SELECT DISTINCT substr(exchange_timestamp, 12, 5) AS m FROM ticks"
                        + " ORDER BY 1)"),
                Site.expression(day, "array_to_string((j->'minutes')::VARCHAR[], ',')"));
        assertEquals("NIFTY", Site.value(day, "$.underlyings[0].name"));
        assertEquals("NIFTY 50", Site.value(day, "$.underlyings[0].spot"));
        assertEquals(FUTURE, Site.value(day, "$.underlyings[0].futures[0].symbol"));
        assertEquals(
                sql("SELECT lot_size FROM instruments WHERE tradingsymbol = '" + FUTURE + "'"),
                Site.value(day, "$.underlyings[0].futures[0].lot"));
        assertEquals(EXPIRY, Site.value(day, "$.underlyings[0].expiries[0].date"));
        assertEquals("weekly", Site.value(day, "$.underlyings[0].expiries[0].kind"));
        assertEquals(
                sql("SELECT count(*) FROM instruments WHERE name = 'NIFTY' AND expiry = '" + EXPIRY + "'"),
                Site.value(day, "$.underlyings[0].expiries[0].symbols"));
        assertEquals("monthly", Site.value(day, "$.underlyings[1].expiries[0].kind"));
        assertEquals(SampleDay.GAP_FROM, Site.value(day, "$.gaps[0].from"));
    }

    @Test
    void anOverviewCountsTicksAndInstrumentsByMinute() throws Exception {
        String overview = ask("overview", "");
        int minute = (int)
                Double.parseDouble(Site.expression(overview, "list_position((j->'minutes')::VARCHAR[], '11:21') - 1"));
        String nifty = "FROM ticks JOIN instruments USING (trade_date, instrument_token) WHERE " + in("11:21")
                + " AND (name = 'NIFTY' OR name = 'NIFTY 50')";
        assertEquals("NIFTY", Site.value(overview, "$.coverage[1].underlying"));
        assertEquals(sql("SELECT count(*) " + nifty), Site.value(overview, "$.coverage[1].ticks[" + minute + "]"));
        assertEquals(
                sql("SELECT count(DISTINCT instrument_token) " + nifty),
                Site.value(overview, "$.coverage[1].instruments[" + minute + "]"));
        assertEquals(sql("SELECT count(*) FROM ticks"), Site.value(overview, "$.ticks"));
        assertEquals(sql("SELECT count(DISTINCT instrument_token) FROM ticks"), Site.value(overview, "$.instruments"));
        assertEquals("the socket was silent", Site.value(overview, "$.gaps[0].reason"));
        assertEquals(SampleDay.GAP_TO, Site.value(overview, "$.gaps[0].to"));
        assertEquals(FUTURE, Site.value(overview, "$.spread[1].symbol"));
        assertEquals(
                number("SELECT avg(" + BPS + ") FROM ticks WHERE tradingsymbol = '" + FUTURE + "'" + IS_QUOTE),
                Site.number(overview, "$.spread[1].days[0].spread_bps"),
                CLOSE);
    }

    @Test
    void minutesHaveTheMeasuresThatAreAskedFor() throws Exception {
        String answer = ask("minutes", "&symbols=" + FUTURE + ",NIFTY 50,NOSUCH&measures=spread_bps,price,volume");
        int minute = (int)
                Double.parseDouble(Site.expression(answer, "list_position((j->'minutes')::VARCHAR[], '09:20') - 1"));
        String of = "$.series.\"" + FUTURE + "\".";
        assertEquals(
                number("SELECT avg(" + BPS + ") FROM ticks WHERE tradingsymbol = '" + FUTURE + "' AND " + in("09:20")
                        + IS_QUOTE),
                Site.number(answer, of + "spread_bps[" + minute + "]"),
                CLOSE);
        assertEquals(
                number("SELECT avg(last_price) FROM ticks WHERE tradingsymbol = 'NIFTY 50' AND " + in("09:20")),
                Site.number(answer, "$.series.\"NIFTY 50\".price[" + minute + "]"),
                CLOSE);
        String before = "FROM ticks WHERE tradingsymbol = '" + FUTURE + "' AND exchange_timestamp < '2026-11-25T";
        assertEquals(
                number("SELECT (SELECT max(volume_traded) " + before + "09:21') - (SELECT max(volume_traded) " + before
                        + "09:20')"),
                Site.number(answer, of + "volume[" + minute + "]"));
        assertNull(Site.value(answer, "$.series.NOSUCH.price[" + minute + "]"));
        assertNull(Site.value(answer, "$.series.\"NIFTY 50\".spread_bps[" + minute + "]"));
    }

    @Test
    void aChainHasTheLastQuotesOfAMinute() throws Exception {
        String chain = ask("chain", "&underlying=NIFTY&expiry=" + EXPIRY + "&minute=10:15");
        String symbol = Site.value(chain, "$.rows[6].ce.symbol");
        String before = " FROM ticks WHERE tradingsymbol = '" + symbol + "' AND received_at < '2026-11-25T10:16:00'";
        String last = before + " AND id = (SELECT max(id)" + before + ")";
        for (String value : List.of(
                "bid:bid_price_0",
                "ask:ask_price_0",
                "bid_quantity:bid_quantity_0",
                "oi:oi",
                "volume:volume_traded",
                "spread_bps:" + BPS)) {
            String[] names = value.split(":");
            assertEquals(
                    number("SELECT " + names[1] + last), Site.number(chain, "$.rows[6].ce." + names[0]), CLOSE, value);
        }
        assertEquals(
                sql("SELECT count(*) FROM ticks WHERE tradingsymbol = '" + symbol + "' AND " + in("10:15")),
                Site.value(chain, "$.rows[6].ce.ticks"));
        assertEquals(
                sql("SELECT count(DISTINCT strike) FROM instruments WHERE name = 'NIFTY' AND expiry = '" + EXPIRY
                        + "'"),
                Site.expression(chain, "json_array_length(j->'rows')"));
        assertEquals(
                number("SELECT last_price FROM ticks WHERE tradingsymbol = 'NIFTY 50'"
                        + " AND received_at < '2026-11-25T10:16:00' ORDER BY id DESC LIMIT 1"),
                Site.number(chain, "$.spot"));
        assertEquals(
                number("SELECT last_price FROM ticks WHERE tradingsymbol = '" + FUTURE
                        + "' AND received_at < '2026-11-25T10:16:00' ORDER BY id DESC LIMIT 1"),
                Site.number(chain, "$.future"));
        assertEquals("15:29", Site.value(ask("chain", "&underlying=NIFTY&expiry=" + EXPIRY), "$.minute"));
    }

    @Test
    void aSmileHasTheSpreadsByDistance() throws Exception {
        for (String minute : List.of("12:01", "")) {
            String smile = ask("smile", "&underlying=NIFTY" + (minute.isEmpty() ? "" : "&minute=" + minute));
            String where = minute.isEmpty() ? DAY : in(minute);
            double strike = Site.number(smile, "$.expiries[1].points[3].strike");
            String symbol = sql("SELECT tradingsymbol FROM instruments WHERE name = 'NIFTY' AND expiry = '"
                    + Site.value(smile, "$.expiries[1].date") + "' AND strike = " + strike + " AND instrument_type = '"
                    + Site.value(smile, "$.expiries[1].points[3].type") + "'");
            double spot = number("SELECT avg(last_price) FROM ticks WHERE tradingsymbol = 'NIFTY 50' AND " + where);
            assertEquals(spot, Site.number(smile, "$.spot"), CLOSE);
            assertEquals(100 * (strike / spot - 1), Site.number(smile, "$.expiries[1].points[3].distance"), CLOSE);
            assertEquals(
                    number("SELECT avg(ask_price_0 - bid_price_0) FROM ticks WHERE tradingsymbol = '" + symbol
                            + "' AND " + where + IS_QUOTE),
                    Site.number(smile, "$.expiries[1].points[3].spread"),
                    CLOSE);
        }
    }

    @Test
    void aHeatmapHasAMeasureByStrikeAndMinute() throws Exception {
        String map = ask("heatmap", "&underlying=NIFTY&expiry=" + EXPIRY + "&type=PE&measure=bid_quantity_5");
        int minute =
                (int) Double.parseDouble(Site.expression(map, "list_position((j->'minutes')::VARCHAR[], '09:40') - 1"));
        String symbol = sql("SELECT tradingsymbol FROM instruments WHERE name = 'NIFTY' AND expiry = '" + EXPIRY
                + "' AND instrument_type = 'PE' AND strike = " + Site.value(map, "$.strikes[4]"));
        assertEquals(
                number("SELECT avg(bid_quantity_0 + bid_quantity_1 + bid_quantity_2 + bid_quantity_3 + bid_quantity_4)"
                        + " FROM ticks WHERE tradingsymbol = '" + symbol + "' AND " + in("09:40") + IS_QUOTE),
                Site.number(map, "$.values[4][" + minute + "]"),
                CLOSE);
        assertEquals("units", Site.value(map, "$.unit"));
    }

    @Test
    void costsAreThoseOfWalkingTheBook() throws Exception {
        String cost = ask("cost", "&underlying=NIFTY&expiry=" + EXPIRY);
        int minute = (int)
                Double.parseDouble(Site.expression(cost, "list_position((j->'minutes')::VARCHAR[], '14:33') - 1"));
        double spot = number("SELECT avg(last_price) FROM ticks WHERE tradingsymbol = 'NIFTY 50' AND " + in("14:33"));
        String strike = sql("SELECT strike FROM instruments WHERE name = 'NIFTY' AND expiry = '" + EXPIRY
                + "' ORDER BY abs(strike - " + spot + ") LIMIT 1");
        assertEquals(strike, Site.value(cost, "$.atm[" + minute + "]"));
        assertEquals(FUTURE, Site.value(cost, "$.future"));
        for (int lots : List.of(1, 5, 10, 50)) {
            assertEquals(
                    roundTrip(FUTURE, lots),
                    Site.number(cost, "$.future_cost.\"" + lots + "\"[" + minute + "]"),
                    CLOSE);
            double synthetic = 0;
            for (String symbol : new Database(file)
                    .rows("SELECT tradingsymbol FROM instruments WHERE name = 'NIFTY'" + " AND expiry = '" + EXPIRY
                            + "' AND strike = " + strike)) {
                synthetic += roundTrip(symbol, lots);
            }
            assertEquals(synthetic, Site.number(cost, "$.synthetic_cost.\"" + lots + "\"[" + minute + "]"), CLOSE);
        }
        assertEquals(thin(FUTURE), Site.number(cost, "$.thin.\"50\"[" + minute + "]"), CLOSE);
    }

    /** The average over a minute's books of buying, plus that of selling, against the mid price. */
    private static double roundTrip(String symbol, int lots) throws SQLException {
        return walked(symbol, lots, "ask", 1).stream()
                        .mapToDouble(v -> v)
                        .average()
                        .orElse(Double.NaN)
                + walked(symbol, lots, "bid", -1).stream()
                        .mapToDouble(v -> v)
                        .average()
                        .orElse(Double.NaN);
    }

    private static double thin(String symbol) throws SQLException {
        double books = number("SELECT count(*) FROM ticks WHERE tradingsymbol = '" + symbol + "' AND " + in("14:33"));
        return 1
                - Math.min(
                                walked(symbol, 50, "ask", 1).size(),
                                walked(symbol, 50, "bid", -1).size())
                        / books;
    }

    private static List<Double> walked(String symbol, int lots, String side, int sign) throws SQLException {
        StringBuilder columns = new StringBuilder("(bid_price_0 + ask_price_0) / 2.0");
        for (int level = 0; level < 5; level++) {
            columns.append(", ").append(side).append("_price_").append(level);
            columns.append(", ").append(side).append("_quantity_").append(level);
        }
        List<Double> costs = new ArrayList<>();
        double wanted = lots * number("SELECT lot_size FROM instruments WHERE tradingsymbol = '" + symbol + "'");
        for (String row : new Database(file)
                .rows("SELECT " + columns + " FROM ticks WHERE tradingsymbol = '" + symbol + "' AND " + in("14:33")
                        + IS_QUOTE)) {
            String[] values = row.split("\\|");
            double left = wanted;
            double paid = 0;
            for (int level = 0; level < 5; level++) {
                double taken = Math.min(left, Double.parseDouble(values[2 + 2 * level]));
                paid += taken * Double.parseDouble(values[1 + 2 * level]);
                left -= taken;
            }
            if (left == 0) {
                costs.add(sign * (paid / wanted - Double.parseDouble(values[0])));
            }
        }
        return costs;
    }

    @Test
    void aBookHasTheLastLevelsOfEachColumnAndAllTrades() throws Exception {
        String book = ask("book", "&symbol=" + FUTURE + "&from=10:15:00&to=10:20:00&columns=2");
        assertEquals("2", Site.expression(book, "json_array_length(j->'times')"));
        assertEquals("10:17:30", Site.value(book, "$.times[1]"));
        String last = " FROM ticks WHERE tradingsymbol = '" + FUTURE + "' AND received_at < '2026-11-25T10:17:30'";
        String tick = last + " ORDER BY id DESC LIMIT 1";
        assertEquals(number("SELECT bid_price_0" + tick), Site.number(book, "$.bid[0]"));
        assertEquals(number("SELECT ask_price_0" + tick), Site.number(book, "$.ask[0]"));
        double low = Site.number(book, "$.prices[0]");
        double step = Site.number(book, "$.prices[1]") - low;
        double place = Math.floor((number("SELECT bid_price_3" + tick) - low) / step + 1e-6);
        double quantity = 0;
        for (int level = 0; level < 5; level++) {
            boolean isThere = Math.floor((number("SELECT bid_price_" + level + tick) - low) / step + 1e-6) == place;
            quantity += isThere ? number("SELECT bid_quantity_" + level + tick) : 0;
        }
        String cell = "(SELECT c[3] FROM (SELECT unnest((j->'cells')::BIGINT[][]) AS c) WHERE c[1] = 0 AND c[4] = 0"
                + " AND c[2] = " + place + ")";
        assertEquals(quantity, Double.parseDouble(Site.expression(book, cell)));
        String in = " FROM ticks WHERE tradingsymbol = '" + FUTURE + "' AND received_at >= '2026-11-25T10:15:00'"
                + " AND received_at < '2026-11-25T10:20:00'";
        assertEquals(
                number("SELECT max(volume_traded) - min(volume_traded)" + in),
                Double.parseDouble(
                        Site.expression(book, "list_sum(list_transform((j->'trades')::DOUBLE[][], lambda t: t[3]))")));
    }

    @Test
    void archivedDaysAreAnsweredTheSame() throws Exception {
        Path copy = Files.createDirectory(directory.resolve("archived")).resolve("ticks.db");
        Files.copy(file, copy);
        LocalDate later = DATE.plusDays(1);
        new Archive(Site.persistence(copy), later, new StopSignal())
                .run(new Archive.Plan(LocalDate.MIN, DATE, 0, false));
        assertEquals("0", new Database(copy).value("SELECT count(*) FROM ticks"));
        assertEquals("0", new Database(copy).value("SELECT count(*) FROM liquidity_1m"));
        try (Site archived = new Site(copy, Site.noRedis())) {
            for (String path : List.of(
                    "/api/dates",
                    "/api/day?date=2026-11-25",
                    "/api/overview?date=2026-11-25",
                    "/api/minutes?date=2026-11-25&symbols=NIFTY26DECFUT&measures=spread_bps,buy_rupees_10",
                    "/api/chain?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01&minute=10:15",
                    "/api/smile?date=2026-11-25&underlying=NIFTY",
                    "/api/smile?date=2026-11-25&underlying=NIFTY&minute=11:11",
                    "/api/cost?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01",
                    "/api/heatmap?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01&type=CE&measure=spread",
                    "/api/book?date=2026-11-25&symbol=NIFTY26DECFUT&from=10:15:00&to=10:20:00&columns=300")) {
                assertEquals(site.answer(path), archived.answer(path), path);
            }
        }
    }
}
