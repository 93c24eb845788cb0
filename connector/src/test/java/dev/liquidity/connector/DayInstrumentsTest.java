package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.runtime.ExitCode;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.connector.kite.CapturedLog;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.KiteSite;
import dev.liquidity.connector.kite.ManualClock;
import dev.liquidity.connector.kite.instruments.Purpose;
import dev.liquidity.connector.kite.instruments.Selection;
import dev.liquidity.connector.kite.instruments.SmallDump;
import dev.liquidity.connector.kite.rest.UnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The morning of a day on which something is amiss. */
class DayInstrumentsTest {
    private static final int NIFTY = 1 + 2 + 3 * 22;

    /** 08:45 in India, on a Tuesday. */
    private final ManualClock clock = new ManualClock("2026-08-18T03:15:05Z");

    private final RecordingSchedule schedule =
            new RecordingSchedule(CalendarFile.builtIn(), LocalTime.of(8, 45), LocalTime.of(15, 45), clock);

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @TempDir
    Path dir;

    @AutoClose
    private KiteSite site;

    @BeforeEach
    void open() throws Exception {
        site = new KiteSite(clock);
        site.always("/instruments/NFO", unused -> KiteSite.gzip(SmallDump.nfo()));
        site.always("/instruments/NSE", unused -> KiteSite.gzip(SmallDump.nse()));
        site.always("/quote/ltp", unused -> KiteSite.page(502));
    }

    private Selection select(Supplier<Optional<Instant>> end) throws InterruptedException {
        KiteDesk desk = site.desk(dir.resolve("session.json"));
        return new DayInstruments(() -> desk.select(List.of("NIFTY"), Purpose.RECORD, List.of()), end, clock).select();
    }

    private Selection select() throws InterruptedException {
        return select(schedule::end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/login", "/api/twofa", "/connect/login", "/session/token", "/instruments/NFO"})
    void outlastsHalfAnHourWithoutKite(String path) throws Exception {
        Instant back = clock.instant().plus(Duration.ofMinutes(30));
        KiteSite.Answer right = site.standing(path);
        site.always(path, request -> clock.instant().isBefore(back) ? KiteSite.page(502) : right.apply(request));

        assertEquals(NIFTY, select().instruments().size());
        assertTrue(Duration.between(back, clock.instant()).toMinutes() < 6, () -> "back at " + clock.instant());
        assertTrue(log.told().get(0).contains("HTTP 502"), log.told()::toString);
        assertTrue(log.told().get(0).contains("; trying again in "), log.told()::toString);
    }

    @Test
    void waitsLongWhileTheLoginAnswersWithAPage() throws Exception {
        Instant back = clock.instant().plus(Duration.ofMinutes(2));
        KiteSite.Answer right = site.standing("/api/login");
        site.always(
                "/api/login", request -> clock.instant().isBefore(back) ? KiteSite.page(200) : right.apply(request));

        assertEquals(NIFTY, select().instruments().size());
        assertTrue(site.count("/api/login") <= 6, () -> site.count("/api/login") + " logins");
        assertEquals(1, site.codes().size());
    }

    @Test
    void outlastsADumpThatHasOnlyAHeader() throws Exception {
        for (int i = 0; i < 20; i++) {
            site.once("/instruments/NFO", unused -> KiteSite.gzip(SmallDump.HEADER));
        }

        assertEquals(NIFTY, select().instruments().size());
        assertEquals(1, site.count("/api/login"));
    }

    @Test
    void goesOnOnceTheClockIsSet() throws Exception {
        // The host is a week behind; time is set while it waits.
        Instant right = Instant.parse("2026-08-18T03:15:05Z");
        clock.set("2026-08-11T03:15:05Z");
        site.skew(Duration.ofDays(7));
        KiteDesk desk = site.desk(dir.resolve("session.json"));
        DayInstruments instruments = new DayInstruments(
                () -> desk.select(List.of("NIFTY"), Purpose.RECORD, List.of()), schedule::end, time -> {
                    assertEquals(List.of(), site.codes());
                    clock.set(right.plus(time).toString());
                    site.skew(Duration.ZERO);
                });

        assertEquals(NIFTY, instruments.select().instruments().size());
        assertEquals(1, site.codes().size());
        assertTrue(log.text().contains("clock is 604800 s behind the login server's"), log::text);
        assertEquals(Instant.parse("2026-08-18T10:15:00Z"), schedule.end().orElseThrow());
    }

    @Test
    void givesUpWhenTheSessionIsOver() {
        clock.set("2026-08-18T09:55:00Z");
        site.always("/api/login", unused -> KiteSite.page(502));

        assertThrows(UnavailableException.class, this::select);
        assertTrue(clock.instant().isAfter(Instant.parse("2026-08-18T10:15:00Z")));
        assertTrue(clock.instant().isBefore(Instant.parse("2026-08-18T10:25:00Z")), clock.instant()::toString);
    }

    @Test
    void answersAtOnceWhomeverStartsItByHandOutsideASession() {
        site.always("/instruments/NFO", unused -> KiteSite.page(502));

        UnavailableException away = assertThrows(UnavailableException.class, () -> select(Optional::empty));
        assertEquals(ExitCode.NOTHING_TO_SUBSCRIBE, away.exitCode());
        assertFalse(log.text().contains("trying again in "), log::text);
    }

    @Test
    void makesNoSecondAttemptWithAWrongPassword() {
        site.always("/api/login", unused -> KiteSite.error(403, "UserException", "Invalid password"));

        UserException refused = assertThrows(UserException.class, this::select);
        assertEquals(ExitCode.LOGIN_REFUSED, refused.exitCode());
        assertEquals(1, site.count("/api/login"));
    }
}
