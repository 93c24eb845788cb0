package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five trading days in one run of both programs, with a fault on each that real days have had. */
@Order(1)
final class WeekIT {
    private static final LocalDate MONDAY = LocalDate.of(2026, 10, 5);
    private static final int TICKS_PER_SECOND = 300;
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
            } catch (Exception | AssertionError e) {
                System.out.println(week.lastWords());
                throw e;
            }
        }
    }

    /** A page of status 502 in place of JSON, at the login. */
    private void monday(Week week) throws Exception {
        week.exchange().faults().badGateway(2);
        week.dawn(MONDAY);
        week.open();
        week.awaitSent(600);
        week.drain();
        week.close(1);
        week.assertAudit();
    }

    /** A socket is silent. The week's first contracts expire today. */
    private void tuesday(Week week) throws Exception {
        week.dawn(MONDAY.plusDays(1));
        week.open();
        week.exchange().faults().silence(0, Duration.ofSeconds(20), false);
        week.awaitFlow();
        week.awaitSent(600);
        week.drain();
        week.close(2);
        week.assertAudit();
    }

    /** The connector is killed while Redis is away. */
    private void wednesday(Week week) throws Exception {
        week.dawn(MONDAY.plusDays(2));
        week.open();
        week.awaitSent(600);
        week.redis().kill();
        week.connector().kill();
        week.connector().start();
        week.awaitLog("today's journal goes on without it", 1);
        week.redis().start();
        week.awaitFlow();
        week.awaitSent(600);
        week.drain();
        week.close(3);
        week.assertAuditButUnreadEnds();
        List<StoreView.Gap> gaps = week.store().gaps().stream()
                .filter(gap -> gap.from().startsWith(week.day().toString()))
                .toList();
        assertTrue(gaps.stream().anyMatch(gap -> gap.reason().contains("was not running")), gaps::toString);
    }

    /** Somebody logs in elsewhere. */
    private void thursday(Week week) throws Exception {
        week.dawn(MONDAY.plusDays(3));
        week.open();
        int logins = Logs.lines(week.connectorLog(), LOGGED_IN).size();
        week.exchange().faults().killTokens();
        week.exchange().faults().cut(0);
        week.awaitLog(LOGGED_IN, logins + 1);
        week.awaitFlow();
        week.awaitSent(600);
        week.drain();
        week.close(4);
        assertEquals(logins + 1, Logs.lines(week.connectorLog(), LOGGED_IN).size());
        week.assertAuditButUnreadEnds();
    }

    /** The database is moved away. */
    private void friday(Week week) throws Exception {
        week.dawn(MONDAY.plusDays(4));
        week.open();
        week.awaitSent(300);
        week.drain();
        Path moved = Files.createDirectories(directory.resolve("moved")).resolve("ticks.db");
        Files.move(week.store().path(), moved);
        week.movedDatabase(moved);
        week.awaitFlow();
        week.awaitSent(600);
        week.drain();
        week.close(5);
        week.assertAuditButUnreadEnds();
        assertTrue(week.connector().isAlive() && week.receiver().isAlive());
    }
}
