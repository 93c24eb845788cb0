package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.market.TradingHours;
import dev.liquidity.common.runtime.StopSignal;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.KiteSite;
import dev.liquidity.connector.kite.ManualClock;
import dev.liquidity.connector.kite.instruments.Purpose;
import dev.liquidity.connector.kite.instruments.SmallDump;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * November 2026 of the resident connector: its sleep, its logins and its instruments, with a clock that jumps. The host
 * is in New York, whose clocks go back on the 1st.
 */
class MonthTest {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    /** Tuesdays; the 10th and 24th are holidays, so that the day before has the expiry. */
    private static final List<String> EXPIRIES = List.of(
            "2026-11-03",
            "2026-11-09",
            "2026-11-17",
            "2026-11-23",
            "2026-12-01",
            "2026-12-08",
            "2026-12-15",
            "2026-12-29");

    private final ManualClock clock = new ManualClock("2026-10-31T12:00:00Z");
    private final TradingCalendar calendar = CalendarFile.builtIn()
            .with(
                    Set.of(),
                    Map.of(LocalDate.of(2026, 11, 8), new TradingHours(LocalTime.of(18, 0), LocalTime.of(19, 0))));
    private final RecordingSchedule schedule =
            new RecordingSchedule(calendar, LocalTime.of(8, 45), LocalTime.of(15, 45), clock);
    private final StopSignal stop = new StopSignal();
    private final Map<String, String> nearest = new TreeMap<>();
    private final Map<String, Integer> logins = new TreeMap<>();
    private int faults;

    @TempDir
    Path dir;

    @Test
    void recordsEachDayAfterOneLoginWithTheDaysExpiries() throws Exception {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try (KiteSite site = new KiteSite(clock);
                KiteDesk desk = site.desk(dir.resolve("session.json"));
                CapturedLog log = new CapturedLog()) {
            site.always("/instruments/NFO", this::dump);
            site.always("/instruments/NSE", unused -> KiteSite.gzip(SmallDump.nse()));
            site.always("/quote/ltp", unused -> KiteSite.json(200, "{\"status\":\"success\",\"data\":{}}"));
            Resident resident = new Resident(calendar, schedule, clock, stop, this::pass);
            resident.recordAll(end -> day(site, desk, end));

            assertFalse(log.text().contains("ERROR"), log::text);
        } catch (InterruptedException e) {
            // The month is over.
        } finally {
            TimeZone.setDefault(before);
        }

        assertEquals(
                "02:11-03 03:11-03 04:11-09 05:11-09 06:11-09 08:11-09 09:11-09 11:11-17 12:11-17 13:11-17 16:11-17"
                        + " 17:11-17 18:11-23 19:11-23 20:11-23 23:11-23 25:12-01 26:12-01 27:12-01 30:12-01",
                nearest.entrySet().stream()
                        .map(day ->
                                day.getKey().substring(8) + ":" + day.getValue().substring(5))
                        .collect(Collectors.joining(" ")));
        assertEquals(Set.of(1), Set.copyOf(logins.values()), logins::toString);
        assertEquals(20, logins.size());
    }

    /** One day's recording: an extended one on the 12th; on the 19th the clock leaps back in the course of it. */
    private void day(KiteSite site, KiteDesk desk, Optional<Instant> end) throws InterruptedException {
        String day = today().toString();
        int before = site.count("/api/login");
        List<Instrument> taken = new DayInstruments(
                        () -> desk.select(List.of("NIFTY"), Purpose.RECORD, List.of()), schedule::end, this::pass)
                .select()
                .instruments();
        logins.put(day, site.count("/api/login") - before);
        nearest.put(
                day,
                taken.stream()
                        .map(Instrument::expiry)
                        .filter(Objects::nonNull)
                        .map(LocalDate::toString)
                        .min(String::compareTo)
                        .orElseThrow());
        if (day.endsWith("19")) {
            clock.advance(Duration.ofHours(3));
            clock.advance(Duration.ofHours(-1));
        }
        Instant last = end.orElseThrow().plus(Duration.ofMinutes(day.endsWith("12") ? 60 : 0));
        clock.set(last.toString());
        assertEquals(
                taken, desk.select(List.of("NIFTY"), Purpose.REFRESH, taken).instruments());
    }

    /** The dump of the day, without what has expired; each Thursday it has only a header at first. */
    private MockResponse dump(RecordedRequest request) {
        StringBuilder csv = new StringBuilder(SmallDump.HEADER);
        if (today().getDayOfWeek().getValue() == 4 && faults++ % 12 < 8) {
            return KiteSite.gzip(csv.toString());
        }
        for (String expiry : EXPIRIES) {
            if (!LocalDate.parse(expiry).isBefore(today())) {
                csv.append(512 + EXPIRIES.indexOf(expiry) * 256)
                        .append(",1,NIFTY")
                        .append(expiry)
                        .append("24000CE,NIFTY,0,")
                        .append(expiry)
                        .append(",24000,0.05,65,CE,NFO-OPT,NFO\n");
            }
        }
        return KiteSite.gzip(csv.toString());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), INDIA);
    }

    private void pass(Duration time) throws InterruptedException {
        clock.advance(time);
        if (today().isAfter(LocalDate.of(2026, 11, 30))) {
            throw new InterruptedException("the month is over");
        }
    }
}
