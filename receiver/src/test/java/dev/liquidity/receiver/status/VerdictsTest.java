package dev.liquidity.receiver.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.receiver.status.Line.Verdict;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private final Situation situation = new Situation();

    @Test
    void findsNothingWhereAllIsRight() {
        for (Line line : situation.lines()) {
            assertEquals(Verdict.OK, line.verdict(), line::toString);
            assertNull(line.advice(), line::toString);
        }
        assertEquals(
                List.of(
                        "market: open until 15:40; next session Fri 27 Nov 09:15 IST, in 23 h",
                        "redis: localhost:6379, 45 MB",
                        "connector: process 11, 137 MB of memory",
                        "sockets: 1:up, 2:up",
                        "receiver_1: process 12, 200 MB of memory",
                        "rate: 206/s from Kite, 205/s stored by receiver_1",
                        "stream: 99,000 entries of at most 100,000",
                        "group: 15 not stored, 12 of them read; 0 s behind",
                        "journal: 2.0 GB since 2026-11-24; 0 s behind",
                        "newest tick: BANKNIFTY 2 s, NIFTY 0 s, spot 0 s",
                        "clock: ticks arrive 0.3 s after the exchange's time",
                        "database: data/ticks.db: 4.3 GB and 4 MB of log",
                        "today: SQLite 3 symbols, 1,234,567 ticks; Redis 3 symbols",
                        "agreement: 3 symbols, 10:12 to 10:14: 500 ticks in both",
                        "gaps: 0 today; 0 frames dropped",
                        "rejects: 0 today",
                        "disk: 78.0 GB free; 2.0 GB wanted"),
                situation.lines().stream()
                        .map(line -> line.name() + ": " + line.value())
                        .toList());
    }

    @Test
    void missesNoTicksOutsideMarketHours() {
        situation.at("2026-11-26T20:00:00");
        situation.connector.put("recording", "0");
        situation.connector.put("sockets", "none");
        situation.connector.put("next_session_timestamp_seconds", "1795749300");

        assertVerdict(Verdict.OK, "newest tick", "at 10:15:00");
        assertVerdict(Verdict.OK, "sockets", "no session");
        assertVerdict(Verdict.OK, "market", "closed; next session Fri 27 Nov 08:45 IST, in 13 h");
        situation.connector.clear();
        assertVerdict(Verdict.OK, "connector", "not running");
        situation.receivers.clear();
        situation.group.put("lag", "0");
        situation.group.put("pending", "0");
        assertVerdict(Verdict.WATCH, "receiver", "not running");
        situation.group.put("lag", "1");
        assertVerdict(Verdict.WRONG, "receiver", "not running");
    }

    @Test
    void missesNoTicksOnAHolidayAndBeforeTheOpening() {
        assertVerdict(Verdict.OK, "newest tick", "at 10:15:00", situation.at("2026-12-25T11:00:00"));
        situation.newest.clear();
        assertVerdict(Verdict.OK, "newest tick", "none today", situation.at("2026-11-27T09:00:00"));
        assertVerdict(Verdict.OK, "newest tick", "none today", situation.at("2026-11-27T09:15:59"));
        assertVerdict(Verdict.WRONG, "newest tick", "none today", situation.at("2026-11-27T09:16:00"));
        assertVerdict(Verdict.WRONG, "newest tick", "none today", situation.at("2026-11-27T15:39:59"));
        assertVerdict(Verdict.OK, "newest tick", "none today", situation.at("2026-11-27T15:40:00"));
        assertTrue(situation.lines().stream().noneMatch(line -> line.name().equals("clock")));
    }

    @Test
    void missesTicksOlderThanAMinuteWhileTheMarketTrades() {
        situation.at("2026-11-26T10:16:01");
        assertVerdict(Verdict.WRONG, "newest tick", "BANKNIFTY 63 s, NIFTY 61 s, spot 61 s");
        situation.ticked(Situation.CALL, situation.now, situation.now);
        assertVerdict(Verdict.WATCH, "newest tick", "BANKNIFTY 63 s, NIFTY 0 s, spot 61 s");
        assertEquals("quiet: BANKNIFTY, spot", situation.line("newest tick").advice());
    }

    @Test
    void tellsThatTheConnectorIsDown() {
        situation.connector.clear();
        assertVerdict(Verdict.WRONG, "connector", "not running");
    }

    @Test
    void tellsAProcessThatHasFallenSilent() {
        situation.receivers.get("receiver_1").put("age_millis", "10001");
        assertVerdict(Verdict.WRONG, "receiver_1", "process 12, 200 MB of memory, silent for 10 s");
        assertTrue(situation.line("rate").value().endsWith("0/s stored by receiver_1"));
        assertVerdict(Verdict.OK, "connector", "process 11, 137 MB of memory");
    }

    @Test
    void tellsThatTheReceiverIsDown() {
        situation.receivers.clear();
        situation.group.put("lag", "0");
        situation.group.put("pending", "0");
        assertVerdict(Verdict.WRONG, "receiver", "not running");
    }

    @Test
    void tellsASocketThatIsDown() {
        situation.connector.put("sockets", "1:up,2:down");
        assertVerdict(Verdict.WRONG, "sockets", "1:up, 2:down");
        assertVerdict(Verdict.WATCH, "sockets", "1:up, 2:down", situation.at("2026-11-26T15:42:00"));
    }

    @Test
    void tellsThatNothingIsRecorded() {
        situation.connector.put("recording", "0");
        situation.connector.put("sockets", "none");
        assertVerdict(Verdict.WRONG, "sockets", "no session");
    }

    @Test
    void tellsThatRedisIsAwayAndWhatIsKnownWithoutIt() {
        situation.redisFault = "Connection refused";
        situation.sample = null;
        assertVerdict(Verdict.WRONG, "redis", "localhost:6379: Connection refused");
        assertEquals(
                List.of("market", "redis", "database", "today", "gaps", "rejects", "disk"),
                situation.lines().stream().map(Line::name).toList());
        assertVerdict(Verdict.OK, "today", "SQLite 3 symbols, 1,234,567 ticks");
    }

    @Test
    void tellsARedisNearItsMemoryOrThatMayDeleteTicks() {
        situation.memory.put("maxmemory", "60000000");
        situation.memory.put("maxmemory_policy", "noeviction");
        assertVerdict(Verdict.OK, "redis", "localhost:6379, 45 MB of 60 MB, noeviction");
        situation.memory.put("maxmemory", "50000001");
        assertVerdict(Verdict.WATCH, "redis", "localhost:6379, 45 MB of 50 MB, noeviction");
        situation.memory.put("used_memory", "49000000");
        assertVerdict(Verdict.WRONG, "redis", "localhost:6379, 49 MB of 50 MB, noeviction");
        situation.memory.put("used_memory", "1000000");
        situation.memory.put("maxmemory_policy", "allkeys-lru");
        assertVerdict(Verdict.WATCH, "redis", "localhost:6379, 1 MB of 50 MB, allkeys-lru");
    }

    @Test
    void tellsAStreamNearItsBound() {
        situation.group.put("lag", "50000");
        assertVerdict(Verdict.WATCH, "group", "50,012 not stored, 12 of them read; 0 s behind");
        situation.group.put("lag", "80000");
        assertVerdict(Verdict.WRONG, "group", "80,012 not stored, 12 of them read; 0 s behind");
        situation.group.put("lag", "0");
        situation.connector.put("store_behind", "30");
        assertVerdict(Verdict.WATCH, "group", "12 not stored, 12 of them read; 30 s behind");
        situation.connector.put("store_behind", "180");
        assertVerdict(Verdict.WRONG, "group", "12 not stored, 12 of them read; 3 min behind");
        situation.length = 120_000;
        assertVerdict(Verdict.WATCH, "stream", "120,000 entries of at most 100,000");
    }

    @Test
    void takesTheConnectorsCountWhereRedisHasNone() {
        situation.group.remove("lag");
        situation.connector.put("unstored", "90000");
        assertVerdict(Verdict.WRONG, "group", "90,000 not stored, 12 of them read; 0 s behind");
        situation.group.put("pending", "95000");
        assertVerdict(Verdict.WRONG, "group", "95,000 not stored, 95,000 of them read; 0 s behind");
    }

    @Test
    void tellsAJournalThatIsNotPublished() {
        situation.connector.put("stream_behind", "10");
        assertVerdict(Verdict.WATCH, "journal", "2.0 GB since 2026-11-24; 10 s behind");
        situation.connector.put("stream_behind", "60");
        situation.connector.put("journal_bytes", "7000000");
        situation.journalBytes = -1;
        assertVerdict(Verdict.WRONG, "journal", "7 MB since 2026-11-24; 60 s behind");
    }

    @Test
    void tellsADatabaseThatTakesNoCommits() {
        situation.receivers.get("receiver_1").put("store_failing_seconds", "5.5");
        assertVerdict(Verdict.WRONG, "database", "data/ticks.db: no commit for 6 s");
    }

    @Test
    void tellsADatabaseThatCannotBeReadHere() {
        situation.storeFault = "file is not a database";
        assertVerdict(Verdict.WRONG, "database", "data/ticks.db: file is not a database");
        situation.storeFault = "there is no such file here";
        assertVerdict(Verdict.WATCH, "database", "data/ticks.db: there is no such file here");
        situation.at("2026-11-26T20:00:00");
        assertVerdict(Verdict.OK, "database", "data/ticks.db: there is no such file here");
    }

    @Test
    void tellsALogThatAReaderKeepsFromShrinking() {
        situation.logBytes = 1_500_000_000;
        assertVerdict(Verdict.WATCH, "database", "data/ticks.db: 4.3 GB and 1.5 GB of log");
    }

    @Test
    void tellsWhetherRedisAndSqliteHaveTheSameSymbols() {
        situation.isCountWhole = false;
        situation.symbolsInStore.remove(Situation.PUT);
        assertVerdict(Verdict.OK, "today", "SQLite 2 symbols, over 1,234,567 ticks; Redis 3 symbols");
        situation.at("2026-11-26T10:15:15");
        assertVerdict(Verdict.WRONG, "today", "SQLite 2 symbols, over 1,234,567 ticks; Redis 3 symbols");
        assertEquals("not in SQLite: " + Situation.PUT, situation.line("today").advice());
        situation.newest.remove(Situation.PUT);
        situation.newest.remove(Situation.CALL);
        assertVerdict(Verdict.WATCH, "today", "SQLite 2 symbols, over 1,234,567 ticks; Redis 1 symbols");
    }

    @Test
    void tellsWhetherRedisAndSqliteHaveTheSameTicks() {
        situation.sample = new Facts.Sample(3, LocalTime.of(10, 12), LocalTime.of(10, 14), 500, 499);
        assertVerdict(Verdict.WRONG, "agreement", "3 symbols, 10:12 to 10:14: Redis 500 ticks, SQLite 499");
        situation.connector.put("store_behind", "4");
        assertVerdict(Verdict.WATCH, "agreement", "3 symbols, 10:12 to 10:14: Redis 500 ticks, SQLite 499");
        situation.sample = new Facts.Sample(3, LocalTime.of(10, 12), LocalTime.of(10, 14), 499, 500);
        assertVerdict(Verdict.WATCH, "agreement", "3 symbols, 10:12 to 10:14: Redis 499 ticks, SQLite 500");
    }

    @Test
    void comparesNoTicksThatReceiversShare() {
        situation.receivers.put("receiver_2", situation.receivers.get("receiver_1"));
        situation.symbolsInStore.remove(Situation.PUT);
        situation.at("2026-11-26T10:15:15");
        String share = ", the share of one of 2 receivers";
        assertVerdict(Verdict.OK, "today", "SQLite 2 symbols, 1,234,567 ticks" + share + "; Redis 3 symbols");
        situation.sample = new Facts.Sample(3, LocalTime.of(10, 12), LocalTime.of(10, 14), 500, 249);
        String agreement = "3 symbols, 10:12 to 10:14: Redis 500 ticks, SQLite ";
        assertVerdict(Verdict.OK, "agreement", agreement + 249 + share);
        situation.sample = new Facts.Sample(3, LocalTime.of(10, 12), LocalTime.of(10, 14), 500, 501);
        assertVerdict(Verdict.WATCH, "agreement", agreement + 501 + share);
    }

    @Test
    void tellsGapsDroppedFramesAndRejectedEntries() {
        situation.gaps = 2;
        situation.rejected = 1;
        assertVerdict(Verdict.WATCH, "gaps", "2 today; 0 frames dropped");
        assertVerdict(Verdict.WATCH, "rejects", "1 today");
        situation.gaps = 0;
        situation.connector.put("dropped", "7");
        assertVerdict(Verdict.WATCH, "gaps", "0 today; 7 frames dropped");
    }

    @Test
    void tellsADiskThatFillsUp() {
        situation.free = 3_000_000_000L;
        assertVerdict(Verdict.WATCH, "disk", "3.0 GB free; 2.0 GB wanted");
        situation.free = 1_000_000_000L;
        assertVerdict(Verdict.WRONG, "disk", "1.0 GB free; 2.0 GB wanted");
    }

    @Test
    void tellsAClockThatIsWrong() {
        situation.ticked(Situation.SPOT, situation.now.plusSeconds(1), situation.now.minusSeconds(6));
        assertVerdict(Verdict.WATCH, "clock", "ticks arrive 7.0 s before the exchange's time");
        situation.ticked(Situation.SPOT, situation.now.plusSeconds(1), situation.now.minusSeconds(61));
        assertVerdict(Verdict.WRONG, "clock", "ticks arrive 62.0 s before the exchange's time");
        situation.ticked(Situation.SPOT, situation.now.plusSeconds(1), situation.now.plusSeconds(1));
        situation.lastMillis = situation.now.plusSeconds(90).toEpochMilli();
        assertVerdict(Verdict.WRONG, "clock", "the newest tick arrives 90 s from now");
    }

    private void assertVerdict(Verdict expected, String name, String value) {
        assertVerdict(expected, name, value, situation);
    }

    private static void assertVerdict(Verdict expected, String name, String value, Situation situation) {
        Line line = situation.line(name);
        assertEquals(expected + " " + value, line.verdict() + " " + line.value(), line::toString);
        assertEquals(expected == Verdict.OK, line.advice() == null, line::toString);
        assertFalse(line.value().isEmpty());
    }
}
