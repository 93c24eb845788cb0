package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.common.market.TradingCalendar;
import dev.liquidity.common.market.TradingHours;
import dev.liquidity.common.stream.FeedGap;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times are India's; the market is open from 09:15 to 15:40. */
class MissedHoursTest {
    private static final String DOWN = "the connector was not running";
    private static final String NO_SESSION = "no session could be opened";

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock("1970-01-01T00:00:00Z");
    private TradingCalendar calendar = CalendarFile.builtIn();
    private final List<String> gaps = new ArrayList<>();
    private MissedHours missed;
    private String reason;

    @BeforeEach
    void start() {
        missed = restart();
    }

    @Test
    void hasTheAfternoonBeforeAnOutageThatLastedOverNight() {
        // Wednesday and Thursday
        assertEquals("none", begin("2026-11-26T08:45", "2026-11-25T14:00"));
        assertEquals(List.of("2026-11-25T14:00:00 2026-11-25T15:40:00 " + DOWN), gaps);
    }

    @Test
    void hasTheLateStartOfTheNextMorningAsWell() {
        assertEquals("2026-11-26T09:15:00", begin("2026-11-26T10:00", "2026-11-25T14:00"));
        assertEquals(List.of("2026-11-25T14:00:00 2026-11-25T15:40:00 " + DOWN), gaps);
        assertEquals(DOWN, reason);
    }

    @Test
    void endsAtTheCloseWhenTheNextStartIsAfterIt() {
        assertEquals("none", begin("2026-11-25T16:00", "2026-11-25T15:00"));
        assertEquals(List.of("2026-11-25T15:00:00 2026-11-25T15:40:00 " + DOWN), gaps);
    }

    @Test
    void hasTheUsualCloseOfAnEarlierYear() {
        begin("2025-11-13T08:45", "2025-11-12T14:00");
        assertEquals(List.of("2025-11-12T14:00:00 2025-11-12T15:30:00 " + DOWN), gaps);
    }

    @Test
    void goesOnFromTheLastTickOfTheSameDay() throws Exception {
        assertEquals("2026-11-25T11:00:00", beginAnew("2026-11-25T11:30", "2026-11-25T11:00"));
        assertEquals("2026-11-25T09:05:00", beginAnew("2026-11-25T09:10", "2026-11-25T09:05"), "before the opening");
        assertEquals("2026-11-25T18:00:00", beginAnew("2026-11-25T18:01", "2026-11-25T18:00"), "after the close");
        assertEquals(List.of(), gaps);
    }

    @Test
    void hasARowForEachDayThatWasMissedButNoneForHolidays() {
        // From Friday's end: Monday, a holiday on Tuesday, Wednesday, and Thursday until the start.
        assertEquals("2026-11-26T09:15:00", begin("2026-11-26T12:00", "2026-11-20T15:40"));
        assertEquals(
                List.of(
                        "2026-11-23T09:15:00 2026-11-23T15:40:00 " + DOWN,
                        "2026-11-25T09:15:00 2026-11-25T15:40:00 " + DOWN),
                gaps);
    }

    @Test
    void hasTheHoursOfASpecialSessionOnAHoliday() {
        LocalDate sunday = LocalDate.of(2026, 11, 8);
        calendar =
                calendar.with(Set.of(), Map.of(sunday, new TradingHours(LocalTime.of(18, 15), LocalTime.of(19, 15))));
        missed = restart();
        begin("2026-11-09T08:45", "2026-11-06T15:45");
        assertEquals(List.of("2026-11-08T18:15:00 2026-11-08T19:15:00 " + DOWN), gaps);
    }

    @Test
    void knowsNoPastBeforeTheFirstStartButTodaysMorning() throws Exception {
        assertEquals("2026-11-25T09:15:00", first("2026-11-25T10:00"));
        assertEquals("none", first("2026-11-25T16:00"));
        assertEquals("none", first("2026-11-25T08:45"));
        assertEquals("none", first("2026-11-24T10:00"), "a holiday");
        assertEquals(List.of(), gaps);
    }

    @Test
    void takesTheRestOfADayThatWasRecordedToItsEndForRecorded() {
        recordFrom("2026-11-25T08:45", true, "2026-11-25T15:30");
        assertEquals("none", begin("2026-11-26T08:45", "2026-11-25T15:21"), "a quiet market's last tick");
        assertEquals(List.of(), gaps);
    }

    @Test
    void hasTheRestOfADayOnWhichItWasStopped() {
        recordFrom("2026-11-25T08:45", false, "2026-11-25T12:00");
        begin("2026-11-26T08:45", "2026-11-25T11:50");
        assertEquals(List.of("2026-11-25T12:00:00 2026-11-25T15:40:00 " + DOWN), gaps);
    }

    @Test
    void reckonsFromTheLastRecordingAfterAnotherDayOfOneProcess() {
        recordFrom("2026-11-25T08:45", true, "2026-11-25T15:45");
        clock.set(instant("2026-11-26T08:45").toString());
        assertEquals("none", reportAfter("2026-11-20T12:00"));
        assertEquals(List.of(), gaps);
    }

    @Test
    void saysThatThereWasNoSessionWhileTheProcessRan() {
        recordFrom("2026-11-23T08:45", true, "2026-11-23T15:45");
        // A holiday, and a day on which Kite was out of reach.
        clock.set(instant("2026-11-26T10:00").toString());
        assertEquals("2026-11-26T09:15:00", reportAfter("2026-11-23T15:39"));
        assertEquals(List.of("2026-11-25T09:15:00 2026-11-25T15:40:00 " + NO_SESSION), gaps);
        assertEquals(NO_SESSION, reason);
    }

    @Test
    void reportsAnIntervalOnceThoughTheNextStartFindsTheSameLastTick() {
        assertEquals("2026-11-26T09:15:00", begin("2026-11-26T10:00", "2026-11-25T14:00"));
        assertEquals(1, gaps.size());
        assertEquals("2026-11-26T09:15:00", begin("2026-11-26T10:05", "2026-11-25T14:00"));
        assertEquals(1, gaps.size());
    }

    @Test
    void looksBackAQuarterOfAYearAtMost() {
        begin("2026-11-26T08:45", "2023-01-02T10:00");
        assertEquals("2026-08-26T09:15:00 2026-08-26T15:40:00 " + DOWN, gaps.get(0));
    }

    @Test
    void takesNoTimeOfAClockThatWasWrong() throws Exception {
        Files.writeString(directory.resolve("recorded-until"), "2028-01-01T00:00:00\n");
        assertEquals("2026-11-26T09:15:00", begin("2026-11-26T10:00", "2028-01-01T00:00"));
        assertEquals(List.of(), gaps);
        assertEquals("2026-11-26T09:15:00", begin("2026-11-26T10:00", "1970-01-01T05:30"));
    }

    @Test
    void reckonsFromTheLastTickWhenItsFileCanNotBeRead() throws Exception {
        Files.writeString(directory.resolve("recorded-until"), "yesterday\n");
        try (CapturedLog log = new CapturedLog()) {
            begin("2026-11-26T08:45", "2026-11-25T14:00");
            assertTrue(
                    log.text().contains("Nothing was recorded from Wed 25 Nov 14:00 IST to Wed 25 Nov 15:40 IST"),
                    log.text());
        }
        assertEquals(1, gaps.size());
    }

    private MissedHours restart() {
        return new MissedHours(new MarketHours(calendar), directory, clock);
    }

    private String first(String now) throws IOException {
        return beginAnew(now, "1970-01-01T05:30");
    }

    /** Starts without what an earlier start left. */
    private String beginAnew(String now, String lastArrival) throws IOException {
        Files.deleteIfExists(directory.resolve("recorded-until"));
        return begin(now, lastArrival);
    }

    /** Starts the process and a recording. */
    private String begin(String now, String lastArrival) {
        clock.set(instant(now).toString());
        missed = restart();
        return reportAfter(lastArrival);
    }

    private String reportAfter(String lastArrival) {
        return missed.report(instant(lastArrival), 7, this::add)
                .map(since -> {
                    reason = missed.reason(since);
                    return text(since);
                })
                .orElse("none");
    }

    private void recordFrom(String start, boolean isOver, String end) {
        begin(start, "1970-01-01T05:30");
        clock.set(instant(end).toString());
        missed.recorded(isOver);
    }

    private void add(FeedGap gap) {
        assertEquals(0, gap.socket());
        assertEquals(7, gap.instruments());
        assertTrue(gap.from().isBefore(gap.to()));
        gaps.add(text(gap.from()) + " " + text(gap.to()) + " " + gap.reason());
    }

    private static String text(Instant time) {
        return Ist.format(Duration.between(Instant.EPOCH, time).toSeconds() * 1_000_000);
    }

    private static Instant instant(String time) {
        return LocalDateTime.parse(time).atZone(Ist.ZONE).toInstant();
    }
}
