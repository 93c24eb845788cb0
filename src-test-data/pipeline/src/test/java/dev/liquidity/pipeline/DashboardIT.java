package dev.liquidity.pipeline;

import static dev.liquidity.pipeline.PlainSql.assertNear;
import static dev.liquidity.pipeline.PlainSql.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.liquidity.sandbox.support.ChildProcess;
import dev.liquidity.sandbox.support.ConfigFile;
import dev.liquidity.sandbox.support.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The dashboard's page in a real browser: each view draws, and shows what plain SQL finds. */
@Order(1)
class DashboardIT {
    private static final List<String> VIEWS =
            List.of("overview", "futures", "chain", "smile", "cost", "heatmap", "book", "live");
    private static final Path PICTURES = Path.of("target", "screenshots");

    @TempDir
    private static Path directory;

    private static PlainSql sql;
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
        sql = new PlainSql(database);
        redis = RedisServer.launch();
        new ConfigFile()
                .redis(redis.host(), redis.port())
                .set("persistence.db_path", database)
                .set("persistence.archive", "{dir: \"" + directory.resolve("archive") + "\"}")
                .writeInto(directory);
        dashboard = Jar.start(directory, "receiver", "dashboard", "--port", "0");
        Matcher opening = Pattern.compile("Open (http://\\S+)").matcher("");
        dashboard.await(
                "it says where it is", () -> opening.reset(dashboard.out()).find());
        host = opening.group(1);
        browser = new Browser();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {browser, dashboard, redis}) {
            if (each != null) {
                each.close();
            }
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
        ShownDay.publish(redis, "24700.5", 24_700.0, 24_701.0);
        for (String look : List.of("light", "dark", "phone")) {
            int width = look.equals("phone") ? 390 : 1360;
            browser.show(look.equals("dark"), width);
            for (String view : VIEWS) {
                open("view=" + view);
                if (view.equals("live")) {
                    browser.awaitText(".state", "Live");
                    ShownDay.publish(redis, "24701.5", 24_701.0, 24_702.5);
                    browser.awaitText("dd", "24,701.50");
                    ShownDay.publish(redis, "24700.5", 24_700.0, 24_701.0);
                    browser.awaitText("dd", "24,700.50");
                }
                assertEquals(List.of(), browser.undrawn(), view);
                assertEquals("", browser.text(".error") + browser.text(".empty"), view);
                assertEquals(view.equals("chain"), browser.all(".chart").isEmpty(), view);
                String ground = (String) browser.run("return getComputedStyle(document.body).backgroundColor");
                assertEquals(look.equals("dark") ? "rgb(14, 18, 23)" : "rgb(243, 245, 247)", ground);
                assertTrue(browser.width() <= width, view + " is too wide for " + look);
                assertEquals(List.of(), look.equals("light") ? browser.unnamed() : List.of(), view);
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
                sql.number("SELECT count(*) FROM ticks"), numbers(tiles.get(1)).get(0));
        assertEquals(
                sql.number("SELECT count(DISTINCT tradingsymbol) FROM ticks"),
                numbers(tiles.get(2)).get(0));
        assertEquals(375, numbers(tiles.get(4)).get(0));
        assertEquals(
                List.of("11:20:05\t11:22:40\t2 min 35 s\t1\t40\tthe socket was silent"),
                browser.rows(".scroll tbody tr"));

        open("view=futures");
        List<Double> shown = numbers(browser.rows(".scroll tbody tr").get(0).replace(ShownDay.FUTURE, ""));
        assertNear(sql.spreadStatistics(ShownDay.FUTURE), shown);

        open("view=cost");
        Matcher cost = Pattern.compile("Future ([0-9.]+), Synthetic [0-9.]+\\. The future is " + ShownDay.FUTURE)
                .matcher(browser.text("figcaption"));
        assertTrue(cost.find(), browser.text("figcaption"));
        assertNear(sql.spreadStatistics(ShownDay.FUTURE).subList(0, 1), numbers(cost.group(1)));

        open("view=book");
        Matcher traded = Pattern.compile("trades.* of ([0-9.,]+)( L)? units").matcher(browser.text("figcaption"));
        assertTrue(traded.find(), browser.text("figcaption"));
        long units = sql.traded(ShownDay.FUTURE, "15:20", "15:30");
        double scale = traded.group(2) == null ? 1 : 100_000;
        assertEquals(units, numbers(traded.group(1)).get(0) * scale, scale == 1 ? 0.5 : 5_001);
    }

    @Test
    void showsWhatSqlFindsOfEachStrike() throws Exception {
        open("view=smile");
        List<?> point = (List<?>) browser.run("const all = echarts.getInstanceByDom(document.querySelector('.chart'))"
                + ".getOption().series[0].data; return [all[0][2].strike, all[0][2].type, all[0][1]]");
        String strike = point.get(0).toString();
        String type = point.get(1).toString();
        double day = ((Number) point.get(2)).doubleValue();
        assertEquals(sql.spreads(strike, type, "''").firstEntry().getValue(), day, 0.0001);

        open("view=heatmap&type=" + type);
        Map<String, Double> spreads = sql.spreads(strike, type, "substr(exchange_timestamp, 12, 5)");
        for (String minute : spreads.keySet()) {
            String cell = browser.cell(minute, strike);
            assertTrue(cell.startsWith(minute + " IST, "), cell);
            assertEquals(
                    spreads.get(minute), numbers(cell.replaceFirst(".*: ", "")).get(0), 0.51, cell);
        }
    }

    @Test
    void drawsAReportFromAFile() throws Exception {
        Path file = directory.resolve("report.html");
        String date = ShownDay.DATE.toString();
        String[] words = {"report", "--date", date, "--symbol", "NIFTY", "-o", file.toString()};
        ChildProcess report = Jar.start(directory, "receiver", words);
        assertEquals(0, report.awaitExit(), report::toString);
        browser.expectHosts(Set.of());
        browser.open(file.toUri().toString());
        assertEquals(List.of(), browser.undrawn());
        assertEquals("", browser.text(".error") + browser.text(".empty"));
        assertEquals(10, browser.all(".chart").size());
        assertEquals("Liquidity of NIFTY 7 Oct 2026", browser.text("h1"));
        assertEquals(
                sql.number("SELECT count(*) FROM ticks"),
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
        List<String> call = List.of(cells[5], cells[6], cells[3], cells[4], cells[7]);
        List<String> put = List.of(cells[10], cells[11], cells[13], cells[9], cells[12]);
        assertNear(sql.quote(cells[8], "CE", "09:17"), numbers(String.join(" ", call)));
        assertNear(sql.quote(cells[8], "PE", "09:17"), numbers(String.join(" ", put)));

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
        ShownDay.publish(redis, "24650.25", 24_650.0, 24_650.5);
        open("view=live");
        browser.awaitText("dd", "24,650.25");
        ShownDay.publish(redis, "24651.75", 24_651.0, 24_652.0);
        browser.awaitText("dd", "24,651.75");
        browser.awaitText(".state", "Live");
        assertEquals("Bid\t24,651.00\t150\t3", browser.rows(".scroll tbody tr").get(2));
        redis.stop();
        browser.awaitText(".state", "Redis does not answer");
        redis.start();
        ShownDay.publish(redis, "24655.00", 24_655.0, 24_656.0);
        browser.awaitText("dd", "24,655.00");
        browser.awaitText(".state", "Live");
    }
}
