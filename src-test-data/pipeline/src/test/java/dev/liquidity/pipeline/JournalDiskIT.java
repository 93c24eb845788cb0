package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.ticker.Rate;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The journal's disk is full for a while. The restart comes last: it ends a file of the journal, which a full disk may
 * then cost, and the audit of what follows would miss it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class JournalDiskIT {
    private static final int RATE = 1_000;

    private static final int USAGE = 2;
    private static final String GIVEN_UP = "connector: the journal could not be written at the stop: up to ";
    private static final String DROPPED = " frames dropped";

    @Order(1)
    @RegisterExtension
    static final SmallDisk DISK = new SmallDisk(96);

    @Order(2)
    @RegisterExtension
    static final Ordeal ORDEAL =
            Ordeal.of(setup -> setup.rate(RATE).journal(DISK.place().resolve("journal")));

    @Test
    void keepsInMemoryWhatFitsThereUntilThereIsRoom() throws Exception {
        ORDEAL.suffer(Fault.harmless("journal: disk full for 5 s", (rig, random) -> {
            fill(rig);
            Await.elapsed(Duration.ofSeconds(5));
            rig.expectStalled();
            free(rig);
        }));
    }

    @Test
    void countsWhatItHasToDropAndRecordsItAsAGap() throws Exception {
        // The journal has everything so far.
        ORDEAL.rig().drain();
        long unjournaled = unjournaledFrames();
        Ordeal.Outcome outcome = ORDEAL.suffer(Fault.dropping(
                "journal: disk full for longer than memory lasts (counted, a gap)", (rig, random) -> {
                    fill(rig);
                    rig.exchange().flow().rate(Rate.total(20 * RATE));
                    Logs.await(rig.connectorLog(), DROPPED + ": the journal's disk did not keep up");
                    rig.exchange().flow().rate(Rate.total(RATE));
                    free(rig);
                }));
        List<StoreView.Gap> gaps = ORDEAL.rig().store().gaps().stream()
                .filter(gap -> gap.reason().contains(DROPPED))
                .toList();
        System.out.println(outcome.lost() + " ticks lost; " + gaps);
        long reported = gaps.stream()
                .mapToLong(gap ->
                        Long.parseLong(gap.reason().substring(0, gap.reason().indexOf(' '))))
                .sum();
        assertEquals(unjournaledFrames() - unjournaled, reported, "frames that were sent and not journaled");
        for (StoreView.Gap gap : gaps) {
            assertTrue(gap.socket() > 0 && gap.instruments() > 100, gap::toString);
            // They are equal if one frame was dropped.
            assertFalse(LocalDateTime.parse(gap.to()).isBefore(LocalDateTime.parse(gap.from())), gap::toString);
        }
        assertEquals(1, Logs.lines(ORDEAL.rig().connectorLog(), DROPPED + ": ").size(), "one warning a minute");
        assertTrue(Logs.lines(ORDEAL.rig().connectorLog(), "can't be written").size() > 0);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void endsWithTwoWhenTheDiskIsFullAtTheStopAndRecordsAGapAtTheNextStart() throws Exception {
        ORDEAL.rig().drain();
        long unjournaled = unjournaledFrames();
        int known = ORDEAL.rig().store().gaps().size();
        long[] reported = new long[1];
        ORDEAL.suffer(Fault.dropping("journal: disk full at the stop (exit 2, counted, a gap)", (rig, random) -> {
            fill(rig);
            rig.expectStalled();
            assertEquals(USAGE, rig.connector().terminate());
            if (DISK.isMounted()) {
                DISK.free();
                reported[0] = rig.connector()
                        .out()
                        .lines()
                        .filter(line -> line.startsWith(GIVEN_UP))
                        .mapToLong(line ->
                                Long.parseLong(line.substring(GIVEN_UP.length()).split(" ")[0]))
                        .findFirst()
                        .orElseThrow();
            }
            rig.connector().start();
        }));
        long lost = unjournaledFrames() - unjournaled;
        assertTrue(
                !DISK.isMounted() || lost <= reported[0], () -> lost + " frames lost, reported up to " + reported[0]);
        List<StoreView.Gap> gaps = ORDEAL.rig().store().gaps();
        gaps = gaps.subList(known, gaps.size());
        assertEquals(3, gaps.size(), gaps::toString);
        assertTrue(gaps.stream().allMatch(gap -> gap.reason().equals("the connector was not running")), gaps::toString);
    }

    private static long unjournaledFrames() throws IOException {
        ORDEAL.rig().exchange().flushLedger();
        return LedgerFrames.count(ORDEAL.rig().exchange().ledger())
                - JournalTicks.read(ORDEAL.rig().setup().journal()).frames();
    }

    private static void fill(Rig rig) throws IOException {
        if (DISK.isMounted()) {
            DISK.fill();
        } else {
            Commands.run("prlimit", "--pid", pid(rig), "--fsize=1:unlimited");
        }
    }

    private static void free(Rig rig) throws IOException {
        if (DISK.isMounted()) {
            DISK.free();
        } else {
            Commands.run("prlimit", "--pid", pid(rig), "--fsize=unlimited:unlimited");
        }
    }

    private static String pid(Rig rig) {
        return Long.toString(rig.connector().pid());
    }
}
