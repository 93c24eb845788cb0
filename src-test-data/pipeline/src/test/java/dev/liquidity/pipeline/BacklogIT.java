package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liquidity.common.stream.StreamId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The receiver is away, for much longer than the stream is long. */
final class BacklogIT {
    private static final long SEED = Seeds.ofBuild();
    private static final int MAX_LENGTH = 2_000;

    /** Redis trims by whole nodes of a hundred entries. */
    private static final int NODE_ENTRIES = 200;

    private static final long MEMORY_LEEWAY = 1 << 20;

    @RegisterExtension
    static final Pipelines PIPELINES = new Pipelines();

    @TempDir
    static Path directory;

    @Test
    void trimsNothingThatIsNotAcknowledgedAndLetsTheJournalGrow() throws Exception {
        Ordeal ordeal = PIPELINES.ordeal(Setup.in(directory).maxStreamLength(MAX_LENGTH), SEED);
        ordeal.suffer(Fault.harmless("receiver: down through ten times the stream's length", (pipeline, random) -> {
            pipeline.receiver().kill();
            pipeline.awaitSent(2 * MAX_LENGTH);
            long memory = pipeline.usedRedisMemory();
            pipeline.awaitSent(8 * MAX_LENGTH);

            long grown = pipeline.usedRedisMemory() - memory;
            System.out.println("Redis memory grew by " + grown + " bytes, stream length "
                    + pipeline.ask(jedis -> jedis.xlen(TickPipeline.STREAM)));
            assertTrue(grown < MEMORY_LEEWAY, () -> "Redis memory grew by " + grown + " bytes");
            assertHasAllUnstoredUpToItsEnd(pipeline);
            pipeline.receiver().start();
        }));
    }

    /** From the first tick that is not stored on, the stream is the journal without a hole, and as long as it may be. */
    private static void assertHasAllUnstoredUpToItsEnd(TickPipeline pipeline) throws Exception {
        long stored = pipeline.store().lastId();
        List<Long> inStream = pipeline.ask(jedis -> jedis.xrange(TickPipeline.STREAM, "-", "+").stream()
                .map(entry -> StreamId.parse(entry.getID().toString()).pack())
                .toList());
        List<Long> unstored = inStream.stream().filter(id -> id > stored).toList();
        JournalTicks journal = JournalTicks.read(pipeline.setup().journal());
        int at = 0;
        while (journal.id(at) <= stored) {
            at++;
        }
        for (long id : unstored) {
            assertEquals(journal.id(at++), id, "the stream lacks a tick that is not stored");
        }
        assertTrue(unstored.size() > MAX_LENGTH - NODE_ENTRIES, () -> unstored.size() + " entries");
        assertTrue(inStream.size() <= MAX_LENGTH + NODE_ENTRIES, () -> inStream.size() + " entries");
    }
}
