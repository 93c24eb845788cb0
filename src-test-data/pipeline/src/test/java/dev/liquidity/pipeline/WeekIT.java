package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.market.Listing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five trading days in one run of both programs, with a fault on each that real days have had. While it lasts, the
 * status tells it; people are told once; and each day ends with a line whose ticks are those of the exchange's ledger.
 */
@Order(1)
final class WeekIT {
    private static final LocalDate MONDAY = LocalDate.of(2026, 10, 5);
    private static final int TICKS_PER_SECOND = 300;
    private static final int TICKS = 600;
    private static final String LOGGED_IN = "New session: logged in";

    @TempDir
    Path directory;

    @Test
    void recordsAWeekWithAFaultADay() throws Exception {
        try (Week week = new Week(directory, MONDAY, TICKS_PER_SECOND)) {
            try {
                monday(week);
                tuesday(week);
                wednesday(week);
                thursday(week);
                friday(week);
                assertEquals(List.of(), week.chat().refused());
            } catch (Exception | AssertionError e) {
                System.out.println(String.join("\n", week.chat().lines()));
                System.out.println(week.lastWords());
                throw e;
            }
        }
    }

    /** A page in place of JSON at the login, until a quarter of an hour after the opening. */
    private void monday(Week week) throws Exception {
        week.exchange().faults().page(Integer.MAX_VALUE);
        week.dawn(MONDAY);
        week.awaitLog("trying again in", 1);
        week.clock().move(MONDAY, "09:30");
        week.awaitStatus("sockets", "wrong");
        week.assertToldOnce("trying again in");
        week.exchange().faults().clear();
        week.clock().move(MONDAY, "09:45");
        week.open("09:50");
        week.awaitSent(TICKS);
        week.endDay();
        week.assertAudit();
        assertEquals(List.of("no session could be opened"), week.gapReasons());
        week.assertToldOnce("no session could be opened");
    }

    /** Heartbeats come, ticks do not. The week's first contracts expire today. */
    private void tuesday(Week week) throws Exception {
        week.dawn(MONDAY.plusDays(1));
        week.open("10:05");
        week.clock().elapse(Duration.ofSeconds(40));
        week.awaitSent(3 * TICKS);
        week.exchange().faults().silence(0, Duration.ofMinutes(2), true);
        week.awaitSilence();
        week.clock().move(week.day(), "10:10");
        week.awaitStatus("newest tick", "wrong");
        week.clock().elapse(Duration.ofSeconds(61));
        week.awaitFlow();
        week.assertToldOnce("only heartbeats");
        week.awaitSent(TICKS);
        week.endDay();
        week.assertAudit();
        assertEquals(week.day().toString(), week.nearestExpiry());
    }

    /** The connector is killed, and started again while Redis is away. */
    private void wednesday(Week week) throws Exception {
        week.dawn(MONDAY.plusDays(2));
        week.open("11:00");
        assertEquals(week.day().plusDays(6).toString(), week.nearestExpiry());
        week.awaitSent(TICKS);
        week.redis().kill();
        week.restartConnector("11:30");
        week.assertToldOnce("published once it is there");
        week.awaitStatus("redis", "wrong");
        week.redis().start();
        week.awaitFlow();
        week.awaitSent(TICKS);
        week.endDay();
        week.assertAuditButUnreadEnds();
        assertEquals(List.of("the connector was not running"), week.gapReasons());
    }

    /** Somebody logs in elsewhere, which costs one login. */
    private void thursday(Week week) throws Exception {
        week.dawn(MONDAY.plusDays(3));
        week.open("12:00");
        week.awaitSent(TICKS);
        int logins = Logs.lines(week.connectorLog(), LOGGED_IN).size();
        week.exchange().faults().page(Integer.MAX_VALUE);
        week.exchange().faults().killTokens();
        week.exchange().faults().cut(0);
        week.awaitStatus("sockets", "wrong 1:down");
        week.exchange().faults().clear();
        week.clock().move(week.day(), "12:05");
        week.awaitLog(LOGGED_IN, logins + 1);
        week.awaitFlow();
        week.assertToldOnce("a login or logout elsewhere");
        week.awaitSent(TICKS);
        week.endDay();
        assertEquals(logins + 1, Logs.lines(week.connectorLog(), LOGGED_IN).size());
        week.assertAuditButUnreadEnds();
    }

    /** A strike is listed, and a job moves the database away. */
    private void friday(Week week) throws Exception {
        week.dawn(MONDAY.plusDays(4));
        week.open("13:00");
        Listing listed = week.listStrike();
        week.clock().move(week.day(), "14:05");
        week.awaitTick(listed.tradingsymbol());
        assertTrue(week.told("new instruments are recorded").size() > 0);
        week.drain();
        Path moved = Files.createDirectories(directory.resolve("moved")).resolve("ticks.db");
        Files.move(week.store().path(), moved);
        week.movedDatabase(moved);
        week.awaitFlow();
        week.awaitStatus("today", "wrong");
        week.assertToldOnce("was moved away while it was in use");
        week.awaitSent(TICKS);
        week.endDay();
        week.assertAuditButUnreadEnds();
        assertTrue(week.connector().isAlive() && week.receiver().isAlive());
    }
}
