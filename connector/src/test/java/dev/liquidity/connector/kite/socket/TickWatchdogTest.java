package dev.liquidity.connector.kite.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.EpochMicros;
import dev.liquidity.common.market.Ist;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.connector.kite.ManualClock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each look is 200 ms after the one before; the times are India's. */
class TickWatchdogTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String TRADING_DAY = "2026-11-25T";

    private int quietLooks;
    private final ManualClock clock = new ManualClock("2026-11-25T00:00:00Z");
    private final TickWatchdog watchdog = new TickWatchdog(
            new MarketHours(CalendarFile.builtIn()),
            clock,
            () -> EpochMicros.of(clock.instant()) * 1000,
            () -> quietLooks++);
    private final Random random = new Random(12);
    private final List<String> alarms = new ArrayList<>();
    private long connections;
    private long frames;

    @Test
    void alarmsAMinuteAfterTheLastTick() {
        connectAt(TRADING_DAY + "10:00:00");
        until("10:05:00", 5);
        until("10:06:30", 0);
        assertEquals(List.of("10:06"), alarms);
    }

    @Test
    void alarmsSoonThoughTheSocketIsYoung() {
        connectAt(TRADING_DAY + "10:00:00");
        until("10:01:00", 5);
        until("10:02:30", 0);
        assertEquals(List.of("10:02"), alarms);
    }

    @Test
    void alarmsAtGrowingDistancesWhileTheExchangeIsHaltedAndItsCachedTicksComeEachTime() {
        connectAt(TRADING_DAY + "10:00:00");
        until("10:05:00", 5);
        until("11:06:00", 0);
        assertEquals(List.of("10:06", "10:08", "10:12", "10:20", "10:36", "10:52"), alarms);
    }

    @Test
    void findsTheSilenceBetweenTwoAlarmsAfterAMinute() {
        connectAt(TRADING_DAY + "10:00:00");
        until("10:05:00", 5);
        until("10:06:59", 0);
        assertEquals(1, quietLooks, "at the alarm of 10:06");
        until("10:07:30", 0);
        assertTrue(quietLooks > 100, "the alarm of 10:08 is to come, but the ticks are missing");
    }

    @Test
    void alarmsAfterAMinuteAgainOnceTicksFlowed() {
        connectAt(TRADING_DAY + "10:00:00");
        until("10:05:00", 5);
        until("10:06:30", 0);
        until("10:10:00", 5);
        until("10:11:30", 0);
        assertEquals(List.of("10:06", "10:11"), alarms);
    }

    @Test
    void alarmsWhenNothingComesAfterAReconnect() {
        connectAt(TRADING_DAY + "10:00:00");
        until("10:05:00", 5);
        connections++;
        frames = 0;
        until("10:07:00", 0);
        assertEquals(List.of("10:06"), alarms);
    }

    @Test
    void makesNoAlarmOfInstrumentsThatGrowQuietAtLunch() {
        connectAt(TRADING_DAY + "08:50:00");
        until("09:15:00", 0);
        until("11:30:00", 0.5);
        until("13:30:00", 0.15);
        until("15:00:00", 0.3);
        assertEquals(List.of(), alarms);
    }

    @Test
    void makesNoAlarmOfAQuietInstrument() {
        connectAt(TRADING_DAY + "08:50:00");
        until("15:45:00", 0.02);
        assertEquals(List.of(), alarms);
    }

    @Test
    void alarmsAlsoForAQuietSocketInTheEnd() {
        connectAt(TRADING_DAY + "10:00:00");
        until("11:00:00", 0.1);
        until("11:10:00", 0);
        assertEquals(1, alarms.size());
        assertTrue(alarms.get(0).compareTo("11:02") >= 0, alarms::toString);
    }

    @Test
    void makesNoAlarmBetweenThePreOpenAndTheOpeningNorAfterHalfPastThree() {
        connectAt(TRADING_DAY + "08:50:00");
        until("09:00:00", 0);
        until("09:08:00", 5);
        until("09:15:30", 0);
        until("15:29:10", 5);
        until("15:50:00", 0);
        assertEquals(List.of(), alarms);
    }

    @Test
    void alarmsAMinuteAfterTheOpeningIfTicksCameBeforeIt() {
        connectAt(TRADING_DAY + "08:50:00");
        until("09:00:00", 0);
        until("09:08:00", 5);
        until("09:16:30", 0);
        assertEquals(List.of("09:15"), alarms, "a look before 09:16");
    }

    @Test
    void makesNoAlarmOnAHolidayThatNobodyListed() {
        connectAt(TRADING_DAY + "08:50:00");
        until("15:45:00", 0);
        assertEquals(List.of(), alarms);
    }

    @Test
    void makesNoAlarmOnAHolidayOrAtNight() {
        connectAt("2026-11-24T10:00:00");
        until("10:05:00", 5);
        until("12:00:00", 0);
        assertEquals(List.of(), alarms);
    }

    @Test
    void watchesTheWholeOfASpecialSession() {
        connectAt("2025-02-01T10:00:00");
        until("15:10:00", 5);
        until("15:11:30", 0);
        assertEquals(List.of("15:11"), alarms, "Budget Saturday");
    }

    private void connectAt(String time) {
        clock.set(LocalDateTime.parse(time).atZone(Ist.ZONE).toInstant().toString());
        connect();
    }

    /** Connects; the cached ticks come in the first second. */
    private void connect() {
        connections++;
        frames = 0;
        watchdog.isAlarmed(connections, frames);
        clock.advance(Duration.ofMillis(200));
        frames += 20;
        watchdog.isAlarmed(connections, frames);
    }

    /** Lets time pass, with frames at random times. */
    private void until(String time, double framesPerSecond) {
        while (now().compareTo(time) < 0) {
            clock.advance(Duration.ofMillis(200));
            frames += random.nextDouble() < framesPerSecond / 5 ? 1 : 0;
            if (watchdog.isAlarmed(connections, frames)) {
                alarms.add(now().substring(0, 5));
                connect();
            }
        }
    }

    private String now() {
        return TIME.format(clock.instant().atZone(Ist.ZONE));
    }
}
