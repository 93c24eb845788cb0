package dev.liquidity.connector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.StreamId;
import dev.liquidity.connector.publish.StreamCursor.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The exactly-once rule. Ticks have the IDs 10, 20, 30, …; what is between them is another program's.
 */
class StreamCursorTest {
    private static final int MAX = 100;
    private static final int NONE = 0;

    /**
     * What becomes of tick 20 when everything up to {@code stored} is stored, the stream's top is {@code top}, and
     * these are its entries. The tick before it, 10, is decided first; if it is missing, nothing else is decided in
     * this look.
     */
    @ParameterizedTest
    @CsvSource({
        // stored, top, entries, of 10, of 20
        "0, 0, '', ADD, ADD",
        "0, 10, '10', COUNT, ADD",
        "0, 20, '10 20', COUNT, COUNT",
        "0, 30, '10 20 30', COUNT, COUNT",
        "10, 10, '', SKIP, ADD",
        "10, 10, '10', SKIP, ADD",
        "10, 20, '10 20', SKIP, COUNT",
        "20, 20, '', SKIP, SKIP",
        "20, 30, '30', SKIP, SKIP",
        // Its beginning is lost, or its end, or all.
        "0, 20, '20', MISSING,",
        "0, 20, '10', COUNT, MISSING",
        "0, 20, '', MISSING,",
        "10, 30, '30', SKIP, MISSING",
        // Another program's entry below, between, and above them.
        "0, 5, '5', ADD, ADD",
        "0, 20, '5 10 20', COUNT, COUNT",
        "0, 15, '10 15', COUNT, ADD",
        "0, 20, '10 15 20', COUNT, COUNT",
        "0, 15, '15', MISSING,",
        "0, 25, '10 25', COUNT, MISSING",
        "0, 25, '10 20 25', COUNT, COUNT",
        "10, 25, '25', SKIP, MISSING",
        "20, 25, '25', SKIP, SKIP",
        // And its entry was deleted, so that only the top tells of it.
        "0, 15, '10', COUNT, ADD",
        "0, 25, '10 20', COUNT, COUNT",
        "0, 25, '10', COUNT, MISSING",
    })
    void decidesByWhatIsStoredAndWhatTheStreamHas(long stored, long top, String entries, Decision of10, Decision of20) {
        StreamCursor cursor = new StreamCursor(stored, MAX, true);
        long[] ids = ids(entries);
        cursor.begin(state(top, ids, StreamState.UNKNOWN), top % 10 == 0);
        assertEquals(of10, decide(cursor, 10, ids), "10");
        if (of20 != null) {
            assertEquals(of20, decide(cursor, 20, ids), "20");
        }
    }

    /** However the entries are reported: one by one, and also beyond a page's end. */
    @Test
    void asksForTheEntriesItNeeds() {
        StreamCursor cursor = new StreamCursor(0, MAX, true);
        cursor.begin(state(25, new long[] {10, 15, 20, 25}, StreamState.UNKNOWN), false);
        assertEquals(Decision.ASK, cursor.decide(10, 10));
        assertEquals(0, cursor.reported());
        cursor.found(10);
        assertEquals(Decision.COUNT, cursor.decide(10, 10));
        assertEquals(Decision.ASK, cursor.decide(20, 20));
        cursor.found(15);
        assertEquals(Decision.ASK, cursor.decide(20, 20));
        assertEquals(15, cursor.reported());
        cursor.found(20);
        assertEquals(Decision.COUNT, cursor.decide(20, 20));
        assertEquals(Decision.ASK, cursor.decide(30, 30), "what is above the last tick must be known, too");
        cursor.found(25);
        assertEquals(Decision.ADD, cursor.decide(30, 30));
        assertEquals(5, cursor.unstored());
    }

    @Test
    void needsNoEntriesWhenAllIsStored() {
        StreamCursor cursor = new StreamCursor(30, MAX, true);
        cursor.begin(state(30, new long[] {}, 30), true);
        assertEquals(Decision.ADD, cursor.decide(40, 40));
    }

    @ParameterizedTest
    @CsvSource({
        // unstored, ticks of the frame, decision; the stream may hold 100
        "0, 1, ADD",
        "0, 100, ADD",
        "0, 500, ADD",
        "1, 99, ADD",
        "1, 100, WAIT",
        "1, 500, WAIT",
        "50, 50, ADD",
        "50, 51, WAIT",
        "99, 1, ADD",
        "100, 1, WAIT",
    })
    void waitsUntilThereIsRoomForTheWholeFrame(int unstored, int frame, Decision decision) {
        StreamCursor cursor = new StreamCursor(0, MAX, true);
        cursor.begin(state(NONE, new long[] {}, StreamState.UNKNOWN), true);
        for (int id = 1; id <= unstored; id++) {
            assertEquals(Decision.ADD, cursor.decide(id, id));
        }
        assertEquals(decision, cursor.decide(1_000, 1_000 + frame - 1));
        if (decision == Decision.ADD) {
            for (int tick = 1; tick < frame; tick++) {
                // Only a frame that the stream can never hold is split.
                assertEquals(tick < MAX ? Decision.ADD : Decision.WAIT, cursor.decide(1_000 + tick, 1_000 + frame - 1));
            }
            assertEquals(Math.min(MAX, unstored + frame), cursor.unstored());
        }
    }

    @Test
    void hasRoomAgainForAsMuchAsIsStored() {
        StreamCursor cursor = new StreamCursor(0, MAX, true);
        cursor.begin(state(NONE, new long[] {}, StreamState.UNKNOWN), true);
        cursor.decide(1, 100);
        for (int id = 2; id <= 100; id++) {
            cursor.decide(id, 100);
        }
        cursor.carriedOut(100, 100);
        assertEquals(Decision.WAIT, cursor.decide(101, 102));
        assertTrue(cursor.observe(new StreamState(id(100), 1, 100, true, 1, List.of())));
        assertEquals(Decision.WAIT, cursor.decide(101, 102));
        assertTrue(cursor.observe(new StreamState(id(100), 1, 100, true, 2, List.of())));
        assertEquals(Decision.ADD, cursor.decide(101, 102));
        assertEquals(2, cursor.stored());
    }

    /** What counts as stored, and what the group has lost, in a stream of the full length that is trimmed by length. */
    @ParameterizedTest
    @CsvSource({
        // first entry, length, group, the group's, stored, lost
        "10, 100, true, 10, 10, 0",
        "30, 100, true, 10, 29, 1",
        "30, 99, true, 10, 10, 0",
        "40, 103, true, 20, 39, 1",
        "40, 100, true, -1, 39, 2",
        "40, 100, false, -1, 39, 0",
        "40, 100, true, 40, 40, 0",
    })
    void countsWhatWasTrimmedByLengthAsStored(
            long first, long length, boolean hasGroup, long group, long stored, long lost) {
        StreamCursor cursor = new StreamCursor(10, MAX, false);
        cursor.begin(new StreamState(id(10), 10, 1, hasGroup, hasGroup ? 10 : -1, List.of()), true);
        for (long tick = 20; tick <= 40; tick += 10) {
            assertEquals(Decision.ADD, cursor.decide(tick, tick));
        }
        assertTrue(cursor.carriedOut(40, 40));
        cursor.observe(new StreamState(id(40), first, length, hasGroup, group, List.of()));
        assertEquals(stored, cursor.stored());
        assertEquals(lost, cursor.takeLost());
        assertEquals(0, cursor.takeLost());
    }

    @Test
    void neverWaitsInAStreamThatIsTrimmedByLength() {
        StreamCursor cursor = new StreamCursor(0, MAX, false);
        cursor.begin(state(NONE, new long[] {}, StreamState.UNKNOWN), true);
        for (int id = 1; id <= 3 * MAX; id++) {
            assertEquals(Decision.ADD, cursor.decide(id, id));
        }
    }

    /** The stored tick after a look at a stream that was known to hold our ticks up to 40, of which 10 were stored. */
    @ParameterizedTest
    @CsvSource({
        // top, ours, first entry, the group's, stored
        "40, true, 10, 30, 30",
        "40, true, 10, 40, 40",
        "50, true, 10, 50, 50",
        "40, true, 10, -1, 10",
        "40, true, 10, 5, 10",
        // Another program's entry is on top: the group proves what we know to have been added, and no more.
        "45, false, 10, 30, 30",
        "45, false, 10, 45, 40",
        "45, false, 40, 45, 40",
        // The stream was begun by another program: the group proves nothing.
        "45, false, 45, 45, 10",
        "45, false, 0, 45, 10",
        // Redis went back, to a tick of ours or to nothing.
        "20, true, 10, 20, 20",
        "20, true, 10, 15, 15",
        "15, false, 10, 15, 10",
        "0, true, 0, 0, 10",
    })
    void believesTheGroupOnlyAsFarAsOurTicksWereThere(long top, boolean ours, long first, long group, long stored) {
        StreamCursor cursor = new StreamCursor(10, MAX, true);
        cursor.begin(new StreamState(id(10), 10, 1, true, 10, List.of()), true);
        for (long tick = 20; tick <= 40; tick += 10) {
            assertEquals(Decision.ADD, cursor.decide(tick, tick));
        }
        assertTrue(cursor.carriedOut(40, 40));
        cursor.begin(new StreamState(id(top), first, 4, true, group, List.of()), ours);
        assertEquals(stored, cursor.stored());
        assertEquals(0, cursor.unstored());
    }

    /** What follows from an observation, after ticks 20 to 40 were added and 10 was the last stored one. */
    @ParameterizedTest
    @CsvSource({
        // top, first, length, group, the group's, as it was, stored
        "40, 10, 4, true, 10, true, 10",
        "40, 10, 4, true, 30, true, 30",
        "40, 20, 3, true, 40, true, 40",
        "40, 10, 4, true, -1, true, 10",
        // Another program's entry, or another connector's.
        "45, 10, 5, true, 45, false, 10",
        // Redis was emptied, or went back.
        "0, 0, 0, false, -1, false, 10",
        "30, 10, 3, true, 30, false, 10",
        // The group is gone, or begins again.
        "40, 10, 4, false, -1, false, 10",
        "40, 10, 4, true, 5, false, 10",
        // Unstored entries are gone: all, or the first; at the full length it was a trim.
        "40, 0, 0, true, 10, false, 10",
        "40, 30, 2, true, 10, false, 10",
        "40, 30, 100, true, 10, true, 10",
    })
    void looksAgainWhenTheStreamIsNotAsItWas(
            long top, long first, long length, boolean hasGroup, long group, boolean isSame, long stored) {
        StreamCursor cursor = new StreamCursor(10, MAX, true);
        cursor.begin(new StreamState(id(10), 10, 1, true, 10, List.of()), true);
        for (long tick = 20; tick <= 40; tick += 10) {
            assertEquals(Decision.ADD, cursor.decide(tick, tick));
        }
        assertTrue(cursor.carriedOut(40, 40));
        assertEquals(isSame, cursor.observe(new StreamState(id(top), first, length, hasGroup, group, List.of())));
        assertEquals(stored, cursor.stored());
    }

    @ParameterizedTest
    @CsvSource({"20, 20, true", "20, 25, false", "0, 10, true", "0, 15, false", "20, 0, false"})
    void looksAgainWhenSomethingFollowsABatch(long last, long topNow, boolean isSame) {
        StreamCursor cursor = new StreamCursor(10, MAX, true);
        cursor.begin(new StreamState(id(10), 10, 1, true, 10, List.of()), true);
        if (last > 0) {
            cursor.decide(last, last);
        }
        assertEquals(isSame, cursor.carriedOut(last, topNow));
    }

    /**
     * All streams of four ticks, each absent or there, with and without another program's entry behind it, at all
     * stored ticks: what is counted is there, what is added is above the top, nothing is passed over, and a tick that
     * can't be added is missing.
     */
    @Test
    void neverPassesOverATickInAnyStream() {
        int streams = 0;
        for (int mask = 0; mask < 1 << 8; mask++) {
            NavigableSet<Long> entries = new TreeSet<>();
            for (int i = 0; i < 4; i++) {
                if ((mask >> i & 1) != 0) {
                    entries.add(10L * (i + 1));
                }
                if ((mask >> 4 + i & 1) != 0) {
                    entries.add(10L * (i + 1) + 5);
                }
            }
            for (long mark = 0; mark <= 40; mark += 10) {
                long stored = mark;
                long top = entries.isEmpty() ? 0 : entries.last();
                long[] ids = entries.stream().mapToLong(Long::longValue).toArray();
                StreamCursor cursor = new StreamCursor(stored, MAX, true);
                cursor.begin(state(top, ids, StreamState.UNKNOWN), top % 10 == 0);
                List<Decision> decisions = new ArrayList<>();
                long unstored = 0;
                for (long tick = 10; tick <= 40; tick += 10) {
                    Decision expected = tick <= stored
                            ? Decision.SKIP
                            : tick > top ? Decision.ADD : entries.contains(tick) ? Decision.COUNT : Decision.MISSING;
                    Decision decision = decide(cursor, tick, ids);
                    decisions.add(decision);
                    assertEquals(expected, decision, tick + " at " + entries + ", stored " + stored);
                    if (decision == Decision.MISSING) {
                        break;
                    }
                    unstored += decision == Decision.SKIP ? 0 : 1;
                }
                if (!decisions.contains(Decision.MISSING) && stored < 40) {
                    long others = entries.stream()
                            .filter(id -> id % 10 != 0 && id > stored && id < 40)
                            .count();
                    assertEquals(unstored + others, cursor.unstored(), entries + ", stored " + stored);
                }
                streams++;
            }
        }
        assertEquals(1_280, streams);
    }

    /** Decides, and reports what is asked for, two entries at a time. */
    private static Decision decide(StreamCursor cursor, long id, long[] entries) {
        Decision decision = cursor.decide(id, id);
        while (decision == Decision.ASK) {
            cursor.found(Arrays.stream(entries)
                    .filter(entry -> entry > cursor.reported())
                    .limit(2)
                    .toArray());
            decision = cursor.decide(id, id);
        }
        return decision;
    }

    private static StreamState state(long top, long[] entries, long storedUpTo) {
        return new StreamState(
                id(top),
                entries.length == 0 ? 0 : entries[0],
                entries.length,
                storedUpTo != StreamState.UNKNOWN,
                storedUpTo,
                List.of());
    }

    private static long[] ids(String words) {
        return words.isBlank()
                ? new long[] {}
                : Arrays.stream(words.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static StreamId id(long packed) {
        return StreamId.unpack(packed);
    }
}
