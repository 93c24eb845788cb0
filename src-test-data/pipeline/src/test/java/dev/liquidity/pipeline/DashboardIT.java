package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.RedisServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import redis.clients.jedis.Jedis;

/** The dashboard's page in a real browser: each view draws, and shows what plain SQL finds. */
class DashboardIT {
    private static final String FUTURE = "NIFTY26OCTFUT";
    private static final List<String> VIEWS =
            List.of("overview", "futures", "chain", "smile", "cost", "heatmap", "book", "live");
    private static final String MARKET = " FROM ticks WHERE bid_price_0 > 0 AND ask_price_0 >= bid_price_0";
    private static final String OF_NEAREST = " FROM ticks JOIN instruments USING (trade_date, tradingsymbol)"
            + " WHERE name = 'NIFTY' AND expiry = (SELECT min(expiry) FROM instruments WHERE name = 'NIFTY' AND"
            + " instrument_type = 'CE') AND bid_price_0 > 0 AND strike = %s AND instrument_type = '%s'";
    private static final String OPENING = "Open (http://\\S+)";
    private static final Path PICTURES = Path.of("target", "screenshots");

    @TempDir
    private static Path directory;

    private static StoreView store;
    private static RedisServer redis;
    private static ChildProcess dashboard;
    private static Browser browser;
    private static String host;

    @BeforeAll
    static void start() throws Exception {
        boolean isThere = Browser.find("chromium") != null && Browser.find("chromedriver") != null;
        if (!isThere) {
            System.out.println("No chromium and chromedriver on the path: the dashboard is not tested in a browser");
        }
        assumeTrue(isThere, "no chromium and chromedriver on the path");
        Path database = directory.resolve("ticks.db");
        ShownDay.store(directory.resolve("journal"), database);
        store = new StoreView(database);
        redis = RedisServer.launch();
        new ConfigFile()
                .redis(redis.host(), redis.port())
                .set("persistence.db_path", database)
                .set("persistence.archive", "{dir: \"" + directory.resolve("archive") + "\"}")
                .writeInto(directory);
        dashboard = Jar.start(directory, "receiver", "dashboard", "--port", "0");
        Matcher opening = Pattern.compile(OPENING).matcher("");
        dashboard.await(
                "it says where it is", () -> opening.reset(dashboard.out()).find());
        host = opening.group(1);
        browser = new Browser();
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (dashboard != null) {
            dashboard.close();
        }
        if (redis != null) {
            redis.kill();
        }
    }

    /** Whatever was done, there was no error, and no other host was asked for anything. */
    @AfterEach
    void expectNoErrorAndNoOtherHost() {
        assertEquals(List.of(), browser.errors());
        browser.expectHosts(Set.of(host));
    }

    private static void open(String choice) {
        browser.open(host + "/#date=" + ShownDay.DATE + "&underlying=NIFTY&" + choice);
    }

    @Test
    void drawsEachViewLightAndDarkAndOnAPhone() throws Exception {
        publish("24700.5", 24_700.0, 24_701.0);
        for (String look : List.of("light", "dark", "phone")) {
            browser.show(look.equals("dark"), look.equals("phone") ? 390 : 1360);
            for (String view : VIEWS) {
                open("view=" + view);
                if (view.equals("live")) {
                    browser.awaitText(".state", "Live");
                    browser.await("two ticks are drawn", "return document.querySelector('dd') != null");
                    publish("24701.5", 24_701.0, 24_702.5);
                    browser.awaitText("dd", "24,701.50");
                    publish("24700.5", 24_700.0, 24_701.0);
                    browser.awaitText("dd", "24,700.50");
                }
                assertEquals(List.of(), browser.undrawn(), view);
                assertEquals("", browser.text(".error") + browser.text(".empty"), view);
                assertEquals(
                        view.equals("chain") ? 0 : 1,
                        Math.min(1, browser.all(".chart").size()),
                        view);
                long overflow = (Long) browser.run("return document.documentElement.scrollWidth - innerWidth");
                assertTrue(overflow <= 0, view + " is " + overflow + " px too wide for " + look);
                String ground = (String) browser.run("return getComputedStyle(document.body).backgroundColor");
                assertEquals(look.equals("dark") ? "rgb(14, 18, 23)" : "rgb(243, 245, 247)", ground);
                for (WebElement control : browser.all("a, button, select, input")) {
                    assertFalse(control.getAccessibleName().isBlank(), view + ": " + control);
                }
                browser.picture(PICTURES.resolve(view + "-" + look + ".png"));
            }
        }
        browser.show(false, 1360);
    }

    @Test
    void showsWhatSqlFinds() throws Exception {
        open("view=overview");
        List<String> tiles = browser.all("dd").stream().map(WebElement::getText).toList();
        assertEquals(
                store.number("SELECT count(*) FROM ticks"),
                numbers(tiles.get(1)).get(0));
        assertEquals(
                store.number("SELECT count(DISTINCT tradingsymbol) FROM ticks"),
                numbers(tiles.get(2)).get(0));
        assertEquals(375, numbers(tiles.get(4)).get(0));
        assertEquals(
                List.of("11:20:05\t11:22:40\t2 min 35 s\t1\t40\tthe socket was silent"),
                browser.rows(".scroll tbody tr"));

        open("view=futures");
        List<Double> shown = numbers(browser.rows(".scroll tbody tr").get(0).replace(FUTURE, ""));
        List<Double> points = byMinute("avg(ask_price_0 - bid_price_0)", FUTURE);
        List<Double> basis = byMinute("avg(20000 * (ask_price_0 - bid_price_0) / (ask_price_0 + bid_price_0))", FUTURE);
        List<Double> expected = new ArrayList<>();
        for (List<Double> each : List.of(points, basis)) {
            expected.addAll(List.of(average(each), quantile(each, 0.5), quantile(each, 0.95)));
        }
        assertNear(expected, shown);

        open("view=cost");
        Matcher cost = Pattern.compile("Future ([0-9.]+), Synthetic [0-9.]+\\. The future is " + FUTURE)
                .matcher(browser.text("figcaption"));
        assertTrue(cost.find(), browser.text("figcaption"));
        assertNear(List.of(average(points)), numbers(cost.group(1)));

        open("view=book");
        Matcher traded = Pattern.compile("trades.* of ([0-9.,]+)( L)? units").matcher(browser.text("figcaption"));
        assertTrue(traded.find(), browser.text("figcaption"));
        long units =
                store.number("SELECT sum(v) FROM (SELECT volume_traded - lag(volume_traded) OVER (ORDER BY id) AS v"
                        + " FROM ticks WHERE tradingsymbol = '" + FUTURE + "' AND received_at >= '" + ShownDay.DATE
                        + "T15:20:00' AND received_at < '" + ShownDay.DATE + "T15:30:00') WHERE v > 0");
        double scale = traded.group(2) == null ? 1 : 100_000;
        assertEquals(units, numbers(traded.group(1)).get(0) * scale, scale == 1 ? 0.5 : 5_001);
    }

    @Test
    void showsWhatSqlFindsOfEachStrike() throws Exception {
        open("view=smile");
        List<?> point = (List<?>) browser.run("const all = echarts.getInstanceByDom(document.querySelector('.chart'))"
                + ".getOption().series[0].data; return [all[0][2].strike, all[0][2].type, all[0][1]]");
        String option = OF_NEAREST.formatted(point.get(0), point.get(1));
        String spread = "SELECT avg(20000 * (ask_price_0 - bid_price_0) / (ask_price_0 + bid_price_0))";
        store.query(spread + option, row -> assertEquals(row.getDouble(1), number(point.get(2)), 0.0001));

        open("view=heatmap&type=" + point.get(1));
        store.query(spread + ", substr(exchange_timestamp, 12, 5)" + option + " GROUP BY 2 ORDER BY 2 LIMIT 1", row -> {
            browser.run("const chart = echarts.getInstanceByDom(document.querySelector('.chart'));"
                    + "const [x, y] = chart.convertToPixel('grid', [Date.parse('1970-01-01T" + row.getString(2)
                    + ":30Z'), " + point.get(0) + "]);"
                    + "chart.getZr().trigger('mousemove', {offsetX: x, offsetY: y})");
            String shown = browser.text("figure output");
            assertTrue(shown.startsWith(row.getString(2) + " IST, "), shown);
            assertEquals(
                    row.getDouble(1), numbers(shown.replaceFirst(".*: ", "")).get(0), 0.051, shown);
        });
    }

    @Test
    void drawsAReportFromAFile() throws Exception {
        Path file = directory.resolve("report.html");
        String[] words = {"--date", ShownDay.DATE.toString(), "--symbol", "NIFTY", "-o", file.toString()};
        ChildProcess report = Jar.start(directory, List.of(), Map.of(), "receiver", "report", words);
        assertEquals(0, report.awaitExit(), report::toString);
        browser.expectHosts(Set.of());
        browser.open(file.toUri().toString());
        assertEquals(List.of(), browser.undrawn());
        assertEquals("", browser.text(".error") + browser.text(".empty"));
        assertEquals(9, browser.all(".chart").size());
        assertEquals("Liquidity of NIFTY 7 Oct 2026", browser.text("h1"));
        assertEquals(
                store.number("SELECT count(*) FROM ticks"),
                numbers(browser.text("dd")).get(0));
        browser.picture(PICTURES.resolve("report.png"));
        browser.expectHosts(Set.of());
        open("view=overview");
    }

    @Test
    void showsTheChainOfAMinuteAndKeepsItInTheAddress() throws Exception {
        open("view=chain");
        String latest = browser.text("figcaption");
        WebElement slider = browser.one("input[type=range]");
        slider.sendKeys(Keys.HOME);
        browser.awaitText("output", "09:15 IST");
        slider.sendKeys(Keys.ARROW_RIGHT);
        browser.awaitText("figcaption", "at 09:16 IST");
        List<String> shown = browser.rows(".frame tbody tr");
        assertFalse(browser.text("figcaption").equals(latest));
        String[] cells = browser.rows("tr.atm").get(0).split("\t");
        checkQuote(cells[8], "CE", List.of(cells[5], cells[6], cells[3], cells[4], cells[7]));
        checkQuote(cells[8], "PE", List.of(cells[10], cells[11], cells[13], cells[9], cells[12]));

        String address = browser.address();
        assertTrue(address.contains("minute=09:16") && address.contains("date=" + ShownDay.DATE), address);
        browser.run("document.querySelectorAll('nav a')[3].click()");
        browser.awaitText("h2", "Spread smile");
        browser.back();
        browser.awaitText("h2", "Option chain");
        browser.awaitText("output", "09:16 IST");
        assertEquals(shown, browser.rows(".frame tbody tr"));
        browser.open(address);
        assertEquals(shown, browser.rows(".frame tbody tr"));
    }

    /** Compares bid, ask, spread and the two sizes with the last tick before 09:17. */
    private static void checkQuote(String strike, String type, List<String> shown) throws Exception {
        List<Double> expected = new ArrayList<>();
        store.query(
                "SELECT bid_price_0, ask_price_0, ask_price_0 - bid_price_0, bid_quantity_0, ask_quantity_0"
                        + OF_NEAREST.formatted(strike.replace(",", ""), type) + " AND exchange_timestamp < '"
                        + ShownDay.DATE + "T09:17:00' ORDER BY id DESC LIMIT 1",
                row -> {
                    for (int i = 1; i <= 5; i++) {
                        expected.add(row.getDouble(i));
                    }
                });
        assertNear(expected, numbers(String.join(" ", shown)));
    }

    @Test
    void saysWhatIsNotThereAndNeverRunsWhatItIsSent() {
        browser.open(host + "/#view=futures&date=2026-10-04");
        browser.awaitText(".empty", "Nothing was recorded on 4 Oct 2026");
        open("view=heatmap&expiry=1999-01-01&type=XX&measure=none");
        assertEquals(List.of(), browser.undrawn());
        open("view=book&from=10:00:00&to=10:00:30&symbol=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E");
        browser.awaitText(".error", "symbol");
        assertEquals(1, browser.errors().size(), "what the server refuses");
        assertEquals(0, browser.all("img").size());
        browser.open(host + "/#date=yesterday");
        browser.awaitText(".error", "yesterday");
        assertEquals(1, browser.errors().size(), "what the server refuses");
    }

    @Test
    void showsTicksAsTheyComeAndSaysWhenRedisIsAway() throws Exception {
        publish("24650.25", 24_650.0, 24_650.5);
        open("view=live");
        browser.awaitText("dd", "24,650.25");
        publish("24651.75", 24_651.0, 24_652.0);
        browser.awaitText("dd", "24,651.75");
        browser.awaitText(".state", "Live");
        assertEquals("Bid\t24,651.00\t150\t3", browser.rows(".scroll tbody tr").get(2));
        redis.stop();
        browser.awaitText(".state", "Redis does not answer");
        redis.start();
        publish("24655.00", 24_655.0, 24_656.0);
        browser.awaitText("dd", "24,655.00");
        browser.awaitText(".state", "Live");
    }

    /** Writes the keys of the future as a receiver does. */
    private static void publish(String price, double bid, double ask) {
        try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
            String time = ShownDay.DATE + "T15:29:59";
            String side = "[[%s,150,3],[%s,75,1]]";
            jedis.hset(
                    "latest:" + FUTURE,
                    Map.of("last_price", price, "volume", "5", "oi", "7", "exchange_timestamp", time));
            String depth = "depth:" + FUTURE + ":" + ShownDay.DATE;
            jedis.del(depth);
            jedis.zadd(
                    depth,
                    1,
                    "{\"buy\":" + side.formatted(bid, bid - 1) + ",\"sell\":" + side.formatted(ask, ask + 1) + "}");
        }
    }

    private static List<Double> byMinute(String value, String symbol) throws Exception {
        List<Double> values = new ArrayList<>();
        store.query(
                "SELECT " + value + MARKET + " AND tradingsymbol = '" + symbol
                        + "' GROUP BY substr(exchange_timestamp, 12, 5)",
                row -> values.add(row.getDouble(1)));
        return values;
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static double average(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        double at = (sorted.size() - 1) * share;
        double low = sorted.get((int) at);
        return low + (sorted.get((int) Math.ceil(at)) - low) * (at % 1);
    }

    private static List<Double> numbers(String text) {
        return Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?")
                .matcher(text)
                .results()
                .map(number -> Double.valueOf(number.group().replace(",", "")))
                .toList();
    }

    /** Equal but for the rounding of two decimals. */
    private static void assertNear(List<Double> expected, List<Double> shown) {
        assertEquals(expected.size(), shown.size(), expected + " " + shown);
        for (int i = 0; i < shown.size(); i++) {
            assertEquals(expected.get(i), shown.get(i), 0.0051, expected + " " + shown);
        }
    }
}
