package dev.liquidity.receiver.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.receiver.Database;
import dev.liquidity.receiver.store.SampleDay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report holds all that it needs, and its numbers are the day's. */
class ReportTest {
    private static final LocalDate DATE = LocalDate.parse("2026-11-25");

    @TempDir
    private Path directory;

    @Test
    void needsNothingFromElsewhere() throws Exception {
        Path database = directory.resolve("ticks.db");
        SampleDay.write(database, DATE, 5000, 2);
        Path file = directory.resolve("report.html");
        Path csv = directory.resolve("csv");
        Report.write(Site.persistence(database), DATE, "NIFTY", file, csv);
        String html = Files.readString(file);

        Matcher json = Pattern.compile("<script type=\"application/json\" id=\"report\">(.*?)</script>")
                .matcher(html);
        assertTrue(json.find());
        assertFalse(json.group(1).contains("<"), "no tag in the JSON");
        try (Site site = new Site(database, Site.noRedis())) {
            List<String> paths = List.of(
                    "/api/day?date=2026-11-25",
                    "/api/overview?date=2026-11-25",
                    "/api/chain?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01",
                    "/api/smile?date=2026-11-25&underlying=NIFTY",
                    "/api/cost?date=2026-11-25&underlying=NIFTY&expiry=2026-12-01");
            for (String path : paths) {
                assertEquals(
                        Site.expression(site.answer(path), "j"),
                        Site.value(json.group(1), "$.answers.\"" + path + "\""),
                        path);
            }
        }
        assertFalse(
                Pattern.compile("\\b(src|href)=[\"']?(https?:)?/").matcher(html).find(), "no file");
        assertFalse(
                Pattern.compile("(import|from) *\\(?['\"](?!data:)[./]")
                        .matcher(html)
                        .find(),
                "no module");
        String withoutNames =
                html.replaceAll("http://www\\.w3\\.org/[\\w/]+", "").replaceAll("(?s)/\\*.*?\\*/", "");
        assertFalse(withoutNames.contains("http://"), "no address");
        assertTrue(html.contains("default-src 'none'; script-src 'unsafe-inline' data:"), "its policy");

        List<String> instruments = Files.readAllLines(csv.resolve("by-instrument.csv"));
        Database ticks = new Database(database);
        assertEquals(
                ticks.value("SELECT count(DISTINCT tradingsymbol) FROM ticks JOIN instruments USING (trade_date,"
                        + " tradingsymbol) WHERE name = 'NIFTY' OR name = 'NIFTY 50'"),
                "" + (instruments.size() - 1));
        List<String> names = List.of(instruments.get(0).split(","));
        String[] future = instruments.stream()
                .filter(line -> line.startsWith("NIFTY26DECFUT,"))
                .findFirst()
                .orElseThrow()
                .split(",");
        assertEquals(
                Double.parseDouble(ticks.value(
                        "SELECT avg(ask_price_0 - bid_price_0) FROM ticks" + " WHERE tradingsymbol = 'NIFTY26DECFUT'")),
                Double.parseDouble(future[names.indexOf("spread")]),
                1e-9);
        assertEquals(
                ticks.value("SELECT count(*) FROM ticks WHERE tradingsymbol = 'NIFTY26DECFUT'"),
                future[names.indexOf("ticks")]);
        assertTrue(Files.readAllLines(csv.resolve("by-minute.csv")).get(0).startsWith("minute,tradingsymbol,ticks,"));
    }
}
