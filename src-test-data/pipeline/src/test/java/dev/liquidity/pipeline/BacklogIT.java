package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.StreamId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamPendingSummary;

/** The receiver is away for much longer than the stream can hold. */
final class BacklogIT {
    private static final int MAX_LENGTH = 2_000;

    /** Redis trims by whole nodes of a hundred entries. */
    private static final int NODE_ENTRIES = 200;

    private static final long MEMORY_LEEWAY = 1 << 20;

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> setup.maxStreamLength(MAX_LENGTH));

    @Test
    void trimsNothingThatIsNotAcknowledgedAndLetsTheJournalGrow() throws Exception {
        ORDEAL.suffer(Fault.harmless("receiver: down through ten times the stream's length", (rig, random) -> {
            rig.receiver().kill();
            rig.awaitSent(2 * MAX_LENGTH);
            long memory = RedisFaults.usedMemory(rig);
            rig.awaitSent(8 * MAX_LENGTH);

            long grown = RedisFaults.usedMemory(rig) - memory;
            System.out.println("Redis memory grew by " + grown + " bytes, stream length "
                    + rig.ask(jedis -> jedis.xlen(Rig.STREAM)));
            assertTrue(grown < MEMORY_LEEWAY, () -> "Redis memory grew by " + grown + " bytes");
            assertHasAllUnstoredUpToItsEnd(rig);
            rig.receiver().start();
        }));
    }

    /**
     * From the first unstored tick on, the stream equals the journal without a gap, and it is as long as allowed: a
     * frame is added as a whole, and of the ticks that are not acknowledged, the killed receiver may have stored some.
     */
    private static void assertHasAllUnstoredUpToItsEnd(Rig rig) throws Exception {
        long stored = rig.store().lastId();
        List<Long> inStream = rig.ask(jedis -> jedis.xrange(Rig.STREAM, "-", "+").stream()
                .map(entry -> StreamId.parse(entry.getID().toString()).pack())
                .toList());
        List<Long> unstored = inStream.stream().filter(id -> id > stored).toList();
        JournalTicks journal = JournalTicks.read(rig.setup().journal());
        int at = 0;
        while (journal.id(at) <= stored) {
            at++;
        }
        for (long id : unstored) {
            assertEquals(journal.id(at++), id, "the stream lacks a tick that is not stored");
        }
        long first = rig.ask(jedis -> firstUnacknowledged(jedis));
        long unacknowledged = inStream.stream().filter(id -> id >= first).count();
        assertTrue(
                unacknowledged > MAX_LENGTH - journal.mostOfAFrame(),
                () -> unacknowledged + " of " + inStream.size() + ", frames of up to " + journal.mostOfAFrame());
        assertTrue(inStream.size() <= MAX_LENGTH + NODE_ENTRIES, () -> inStream.size() + " entries");
    }

    private static long firstUnacknowledged(Jedis jedis) {
        StreamPendingSummary pending = jedis.xpending(Rig.STREAM, Rig.GROUP);
        StreamEntryID read = jedis.xinfoGroups(Rig.STREAM).get(0).getLastDeliveredId();
        return pending.getTotal() > 0
                ? StreamId.parse(pending.getMinId().toString()).pack()
                : StreamId.parse(read.toString()).pack() + 1;
    }
}
